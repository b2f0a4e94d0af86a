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
import io.assay.model.AdditiveTrees;
import io.assay.model.TreeEnsemble;
import java.util.List;
import java.util.Optional;

/**
 * Shapley values of a tree ensemble's score where absent features take the values of background
 * rows, exact over the whole background.
 *
 * <pre>
 * phi_i = sum over S without i of |S|! (p - |S| - 1)! / p! * (v(S + i) - v(S))
 * v(S)  = sum_b w_b f(x_S, b_rest)
 * </pre>
 *
 * <p>Source: Lundberg, Erion et al. (2020), From local explanations to global understanding with
 * explainable AI for trees, doi 10.1038/s42256-019-0138-9, Algorithm 3. Where the score is the sum
 * of the trees, the background is summed up leaf by leaf before any row is explained, as Nadel and
 * Wettenstein (2025), From Decision Trees to Boolean Logic, arXiv 2511.09376, do; trees too deep
 * for that descend with it ({@link PairwiseSums}). Behind a link f is still the score: values of a
 * row and a reference in margins are multiplied by the link's mean slope between the two ({@link
 * MeanSlope}), as shap does for one output; we extend that to the softmax. Groups get the sums of
 * their features, where the Shapley value of a group as one player would be another number.
 *
 * <p>Cost of a row: one forward call. Time is that of rows plus background where the score is the
 * sum of the trees, and of rows times background behind a link or where trees are too deep for
 * tables. Memory: {@code table-memory-mb} of tables, shared by the threads of an executor, and a
 * block of 2,048 rows a thread.
 *
 * <p>Guarantees: deterministic; complete up to rounding; a feature that no tree looks at gets
 * exactly 0. Sums are held in float64. Missing values are values, as they are to the model.
 */
public final class InterventionalTreeShap implements AttributionMethod<TreeEnsemble> {
  /**
   * Options.
   *
   * @param tableMemoryMb the most that tables of a forest take, 1 to 65,536 MB
   */
  public record Options(
      @Setting(
              meaning =
                  "The most that the tables of a forest take, shared by the threads of an executor;"
                      + " trees that they leave out, and probabilities, which have none, take time"
                      + " in proportion to rows times background.",
              standard = "256",
              allowed = "1 to 65536",
              unit = "MB")
          int tableMemoryMb) {
    /** Checks the range. */
    public Options {
      TreeRun.checkTableMemory("interventional-tree-shap", tableMemoryMb);
    }

    /** Returns the defaults. */
    public static Options standard() {
      return new Options(TreeRun.STANDARD_TABLE_MB);
    }
  }

  /** What the method is. */
  public static final MethodInfo<TreeEnsemble> INFO =
      new MethodInfo<>(
          "interventional-tree-shap",
          "Interventional TreeSHAP",
          "Exact Shapley values of tree ensembles over the whole background, in margins or in"
              + " probabilities.",
          TreeEnsemble.class,
          Scale.SCORE,
          Completeness.EXACT,
          true,
          false,
          "1 forward",
          "Lundberg, Erion et al. (2020), doi 10.1038/s42256-019-0138-9; Nadel, Wettenstein (2025),"
              + " arXiv 2511.09376");

  private final TreeRun margins;
  private final LinkedRun predictions;

  /** Creates the method. */
  public InterventionalTreeShap(Options options) {
    this.margins =
        new TreeRun(
            FeaturePerturbation.INTERVENTIONAL,
            Order.SINGLES,
            options.tableMemoryMb(),
            new TreeKernels(FeaturePerturbation.INTERVENTIONAL, Semivalue.SHAPLEY));
    this.predictions = new LinkedRun();
  }

  @Override
  public MethodInfo<TreeEnsemble> info() {
    return INFO;
  }

  @Override
  public CallsPerRow callsPerRow(int groups, int references) {
    return new CallsPerRow(1, 0);
  }

  @Override
  public long heldBytes(List<Integer> rowShape, int groups) {
    return margins.heldBytes(rowShape, groups);
  }

  /** Explains a batch. */
  @Override
  public Attributions attribute(TreeEnsemble model, AttributionRequest request) {
    Optional<AdditiveTrees> additive = model.as(AdditiveTrees.class);
    return additive.isPresent()
        ? margins.attribute(additive.get(), request)
        : predictions.attribute(model, request);
  }
}
