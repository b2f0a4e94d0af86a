package io.assay.engine.torchscript;

import static io.assay.ErrorCode.MODEL_ABILITY;
import static io.assay.ErrorCode.RESOURCE_LACKING;

import ai.djl.Device;
import io.assay.AssayException;
import io.assay.engine.torchscript.archive.Archive;
import io.assay.engine.torchscript.code.ClassCode;
import io.assay.engine.torchscript.code.Expression;
import io.assay.engine.torchscript.code.Program;
import io.assay.engine.torchscript.code.Routine;
import io.assay.engine.torchscript.tap.Operations;
import io.assay.engine.torchscript.tap.Places;
import io.assay.engine.torchscript.tap.Selector;
import io.assay.engine.torchscript.tap.TapWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An archive with taps and features added to its code. */
final class Rewriting {
  private static final Logger LOG = LoggerFactory.getLogger(Rewriting.class);
  private static final String FORWARD = "forward";

  private final Archive archive;
  private final Program program;
  private final ClassCode root;
  private final Places places;
  private final List<Feature> features;

  private Rewriting(Archive archive, Program program, ClassCode root, List<String> layers) {
    this.archive = archive;
    this.program = program;
    this.root = root;
    List<Selector> asked =
        layers.stream().map(Selector::of).flatMap(Optional::stream).distinct().toList();
    this.places = new Places(program, root, asked);
    this.features = new ArrayList<>();
  }

  /**
   * Writes taps and features into the code.
   *
   * @param layers selectors of further taps
   * @param wanted features; those that the code does not allow are left out
   * @return nothing if there is no forward from a tensor to a tensor among the code
   */
  static Optional<Rewriting> of(Archive archive, List<String> layers, List<Feature> wanted) {
    Program program = new Program(archive.rootType(), archive.code());
    ClassCode root = program.root().filter(Rewriting::isTensorFunction).orElse(null);
    if (root == null) {
      return Optional.empty();
    }
    Rewriting rewriting = new Rewriting(archive, program, root, layers);
    TapWriter taps = new TapWriter(program, rewriting.places);
    taps.addEntry(root, taps.add(root, FORWARD), TappedModule.ENTRY);
    wanted.forEach(feature -> rewriting.write(feature, taps));
    return Optional.of(rewriting);
  }

  private static boolean isTensorFunction(ClassCode root) {
    Routine forward = root.methods().get(FORWARD);
    return forward != null
        && forward.parameters().size() > 1
        && forward.parameters().get(1).type().map(Expression::text).orElse("").equals("Tensor")
        && forward.returns().map(Expression::text).orElse("").equals("Tensor");
  }

  private void write(Feature feature, TapWriter taps) {
    try {
      feature.write(program, root, taps);
      features.add(feature);
    } catch (AssayException failure) {
      if (failure.code() != MODEL_ABILITY) {
        throw failure;
      }
      LOG.info("{}: {}", archive.file(), failure.getMessage());
    }
  }

  Places places() {
    return places;
  }

  /** Returns the features whose code was written. */
  List<Feature> features() {
    return features;
  }

  /** Returns selectors of the operations in the whole model's own code. */
  List<String> operations() {
    return new Operations(program).of(root).stream().map(name -> ":" + name).toList();
  }

  /**
   * Loads the archive with the code that was added, by way of a temporary file.
   *
   * @throws AssayException MODEL_UNREADABLE if libtorch does not take the code; RESOURCE_LACKING
   */
  NativeModule load(Device device) {
    Path copy = temporary();
    try {
      archive.writeWith(program.changed(), copy);
      return NativeModule.load(archive.file(), copy, device);
    } finally {
      delete(copy);
    }
  }

  private Path temporary() {
    try {
      return Files.createTempFile("assay-model-", ".pt");
    } catch (IOException failure) {
      throw AssayException.causedBy(
          failure,
          RESOURCE_LACKING,
          "Cannot write a copy of %s: %s; let java.io.tmpdir name a folder with room",
          archive.file(),
          failure.getMessage());
    }
  }

  private static void delete(Path copy) {
    try {
      Files.deleteIfExists(copy);
    } catch (IOException stuck) {
      LOG.warn("Cannot delete {}: {}", copy, stuck.getMessage());
    }
  }
}
