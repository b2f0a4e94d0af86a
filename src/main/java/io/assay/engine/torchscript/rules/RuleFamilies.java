package io.assay.engine.torchscript.rules;

import io.assay.engine.torchscript.code.ClassCode;
import io.assay.engine.torchscript.code.CodeParser;
import io.assay.engine.torchscript.code.Families;
import io.assay.engine.torchscript.code.Family;
import io.assay.engine.torchscript.code.Parameter;
import io.assay.engine.torchscript.code.Program;
import io.assay.engine.torchscript.code.Routine;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Writes families of backward rules, and methods of the root module that run them. */
public final class RuleFamilies {
  /** Begins what a rewritten model says when a rule does not fit it. */
  public static final String MARK = Replacements.MARK;

  /** The forward of DeepLIFT, whose first parameter is {@code List[List[Tensor]]}. */
  public static final String RESCALED_FORWARD = "forward__rescale";

  private static final String TAPE = "_assay";
  private static final String TAPPED = "TAPPED";
  private static final Pattern METHODS = Pattern.compile("(?m)^(?=def )");

  private final Program program;
  private final ClassCode root;
  private final Collection<String> code;

  private RuleFamilies(Program program, ClassCode root) {
    this.program = program;
    this.root = root;
    Stream<Routine> methods =
        program.types().stream().flatMap(type -> type.methods().values().stream());
    this.code =
        Stream.concat(methods, program.functions().values().stream())
            .map(routine -> routine.text(""))
            .toList();
  }

  /**
   * Adds guided backpropagation and deconvolution, DeepLIFT and LRP.
   *
   * @throws io.assay.AssayException MODEL_ABILITY if code cannot be read, with file and line
   */
  public static void addRules(Program program, ClassCode root) {
    RuleFamilies families = new RuleFamilies(program, root);
    families.shared();
    families.family("cut", "List[Tensor]", Optional.empty());
    families.family("rescale", "List[List[Tensor]]", Optional.of(Unchanged.byRescaling()));
    families.family("relevance", "List[float]", Optional.of(Unchanged.byRelevance()));
    families.methods("rules", "");
  }

  /**
   * Adds DeepLIFT at a layer.
   *
   * @param tapped the tapped version of {@link #RESCALED_FORWARD}
   */
  public static void addLayerRules(Program program, ClassCode root, String tapped) {
    new RuleFamilies(program, root).methods("layer", tapped);
  }

  /**
   * Adds attention weights.
   *
   * @return whether the code has any softmax or fused attention; if not, nothing is added
   * @throws io.assay.AssayException MODEL_ABILITY if code cannot be read, with file and line
   */
  public static boolean addAttention(Program program, ClassCode root) {
    RuleFamilies families = new RuleFamilies(program, root);
    boolean mayAttend =
        families.code.stream()
            .anyMatch(each -> each.contains("softmax(") || each.contains("attention("));
    if (mayAttend) {
      families.shared();
      families.family("attention", "List[Tensor]", Optional.empty());
      families.methods("attending", "");
    }
    return mayAttend;
  }

  /** Adds sums of gradients along lines and under noise. */
  public static void addSums(Program program, ClassCode root) {
    RuleFamilies families = new RuleFamilies(program, root);
    families.shared();
    HelperFile.of("paths").addTo(program);
    families.methods("sums", "");
  }

  /** Adds the composition of masked inputs. */
  public static void addMasked(Program program, ClassCode root) {
    new RuleFamilies(program, root).methods("masked", "");
  }

  private void shared() {
    HelperFile shared = HelperFile.sharedFor(code);
    if (program.function(shared.fullName("keep")).isEmpty()) {
      shared.addTo(program);
    }
  }

  private void family(String name, String tape, Optional<Set<String>> unchanged) {
    HelperFile helper = HelperFile.of(name).withInPlace(code);
    Replacements replacements = new Replacements(helper, TAPE, unchanged);
    helper.addTo(program);
    Families.add(
        program, new Family("__" + name, Optional.of(Parameter.of(TAPE, tape)), replacements));
  }

  private void methods(String file, String tapped) {
    List<String> all =
        METHODS
            .splitAsStream(HelperFile.read(file))
            .filter(each -> each.startsWith("def "))
            .toList();
    all.forEach(each -> program.addMethod(root, CodeParser.routine(each.replace(TAPPED, tapped))));
  }
}
