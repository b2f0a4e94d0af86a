package io.assay.engine.tree;

import static io.assay.ErrorCode.MODEL_SHAPE;
import static io.assay.ErrorCode.MODEL_UNREADABLE;

import io.assay.AssayException;
import io.assay.engine.ModelOptions;
import io.assay.model.TreeEnsemble;
import io.assay.model.tree.Forest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ONNX models that are trees: one {@code TreeEnsembleClassifier}, {@code TreeEnsembleRegressor}
 * (ai.onnx.ml 1 to 4) or {@code TreeEnsemble} (5) with nothing but casts on the way from the inputs
 * and to the output that is explained. They are run in Java: labels and ZipMaps beside that way are
 * no obstacle, and ONNX Runtime is not needed.
 */
public final class OnnxTrees {
  private static final Logger LOG = LoggerFactory.getLogger(OnnxTrees.class);

  private OnnxTrees() {}

  /**
   * Opens a model if it is one of trees.
   *
   * @param file a local file
   * @param options what the job says about the model
   * @return the trees; empty if there are none, or the model does more than add them up, which is
   *     logged with the reason: ONNX Runtime may run it all the same
   * @throws AssayException MODEL_UNREADABLE if the file is damaged; MODEL_SHAPE if rows are too
   *     short or too long, or outputs are not as many as there are names
   */
  public static Optional<TreeEnsemble> open(Path file, ModelOptions options) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > Integer.MAX_VALUE) {
        return Optional.empty();
      }
      return open(file, mapped(file), options);
    } catch (IOException unreadable) {
      return Optional.empty(); // to be told by what runs all other models
    } catch (HiddenTrees reason) {
      LOG.warn("{} is run as a whole, its trees unseen: {}", file, reason.getMessage());
      return Optional.empty();
    } catch (IllegalArgumentException | ArithmeticException broken) {
      throw AssayException.causedBy(
          broken,
          MODEL_UNREADABLE,
          "Cannot load %s: %s; need a whole ONNX model in one file",
          file,
          broken.getMessage());
    }
  }

  /** Maps the file, so that weights of large networks are never read here. */
  private static ByteBuffer mapped(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return channel.map(MapMode.READ_ONLY, 0, channel.size());
    }
  }

  private static Optional<TreeEnsemble> open(Path file, ByteBuffer model, ModelOptions options)
      throws HiddenTrees {
    if (model.remaining() > 1 && model.get(0) == 'P' && model.get(1) == 'K') {
      return Optional.empty();
    }
    OnnxGraph graph = OnnxGraph.read(model);
    if (graph.nodes().stream().noneMatch(OnnxNode::isTrees)) {
      return Optional.empty();
    }
    OnnxWay way = OnnxWay.of(graph, options.outputTensor());
    int length = options.inputShape().stream().reduce(1, Math::multiplyExact);
    if (way.width() > 0 && way.width() != length) {
      throw unfit(file, way.width(), length);
    }
    Forest forest = OnnxForest.of(way.trees(), length, way.element());
    return Optional.of(TreeModel.of(file, forest, options));
  }

  private static AssayException unfit(Path file, long width, int length) {
    return new AssayException(
        MODEL_SHAPE,
        "The inputs of %s take [any, %d], the first axis being rows; the job's features give rows"
            + " of shape [%d]; give it the features it was trained on",
        file,
        width,
        length);
  }
}
