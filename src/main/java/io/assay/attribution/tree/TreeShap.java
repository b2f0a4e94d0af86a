package io.assay.attribution.tree;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.MethodInfo;
import io.assay.attribution.MethodInfo.Completeness;
import io.assay.attribution.MethodInfo.Scale;
import io.assay.attribution.Setting;
import io.assay.attribution.tree.ResultColumns.Order;
import io.assay.attribution.tree.table.SubtreeTables;
import io.assay.model.AdditiveTrees;
import java.util.List;

/**
 * Shapley values of a sum of trees where an absent feature goes both ways at a question, in the
 * shares in which the training data went: what XGBoost and LightGBM call contributions.
 *
 * <pre>
 * phi_i = sum over S without i of |S|! (p - |S| - 1)! / p! * (v(S + i) - v(S))
 * v(S)  = sum over the leaves of value * product over the questions on the way to it of
 *         [the row goes that way] if the feature is in S, the way's share of the node else
 * </pre>
 *
 * <p>Source: Lundberg, Erion et al. (2020), From local explanations to global understanding with
 * explainable AI for trees, doi 10.1038/s42256-019-0138-9, Algorithm 2. The values are those, the
 * way to them is not: what the leaves of a subtree give is summed once for every pattern of answers
 * and looked up ({@link SubtreeTables}), and trees too deep for that are integrated over a
 * quadrature, arXiv 2605.04497 ({@link QuadratureDescent}). Groups get the sums of their features.
 * Where a model's file has no shares (ONNX), those of the baseline's rows stand in.
 *
 * <p>Cost of a row: one forward call; some look-ups a subtree. Memory: {@code table-memory-mb} of
 * tables, shared by the threads of an executor, and a block of rows a thread.
 *
 * <p>Guarantees: deterministic; complete up to rounding, against the mean of the leaves by their
 * shares; a feature that no tree looks at gets exactly 0. Sums are held in float64. Missing values
 * are values, as they are to the model.
 */
public final class TreeShap implements AttributionMethod<AdditiveTrees> {
  /**
   * Options.
   *
   * @param tableMemoryMb the most that tables of a forest take, 1 to 65,536 MB
   */
  public record Options(
      @Setting(
              meaning =
                  "The most that the tables of a forest take, shared by the threads of an executor;"
                      + " trees that they leave out take longer.",
              standard = "256",
              allowed = "1 to 65536",
              unit = "MB")
          int tableMemoryMb) {
    /** Checks the range. */
    public Options {
      TreeRun.checkTableMemory("tree-shap", tableMemoryMb);
    }

    /** Returns the defaults. */
    public static Options standard() {
      return new Options(TreeRun.STANDARD_TABLE_MB);
    }
  }

  /** What the method is. */
  public static final MethodInfo<AdditiveTrees> INFO =
      new MethodInfo<>(
          "tree-shap",
          "TreeSHAP",
          "Exact Shapley values of tree ensembles, absent features by the training data's shares.",
          AdditiveTrees.class,
          Scale.SCORE,
          Completeness.EXACT,
          false,
          false,
          "1 forward",
          "Lundberg, Erion et al. (2020), From local explanations to global understanding with"
              + " explainable AI for trees, doi 10.1038/s42256-019-0138-9");

  private final TreeRun run;

  /** Creates the method. */
  public TreeShap(Options options) {
    this.run =
        new TreeRun(
            FeaturePerturbation.PATH_DEPENDENT,
            Order.SINGLES,
            options.tableMemoryMb(),
            new TreeKernels(FeaturePerturbation.PATH_DEPENDENT, Semivalue.SHAPLEY));
  }

  @Override
  public MethodInfo<AdditiveTrees> info() {
    return INFO;
  }

  @Override
  public CallsPerRow callsPerRow(int groups, int references) {
    return new CallsPerRow(1, 0);
  }

  @Override
  public long heldBytes(List<Integer> rowShape, int groups) {
    return run.heldBytes(rowShape, groups);
  }

  /**
   * Explains a batch.
   *
   * @throws io.assay.AssayException MODEL_ABILITY if the model's file has no shares and the
   *     baseline is a single row
   */
  @Override
  public Attributions attribute(AdditiveTrees model, AttributionRequest request) {
    return run.attribute(model, request);
  }
}
