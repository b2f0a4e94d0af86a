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
import java.util.List;

/**
 * Banzhaf values of a sum of trees: the mean of what a feature adds to all coalitions of the
 * others.
 *
 * <pre>
 * beta_i = 2^(1 - p) * sum over S without i of (v(S + i) - v(S))
 * </pre>
 *
 * The game v is that of {@link TreeShap}, or, interventional, that of the baseline's rows: v(S) =
 * sum_b w_b f(x_S, b_rest).
 *
 * <p>Source: Karczmarz, Michalak, Mukherjee, Sankowski and Wygocki (2022), Improved Feature
 * Importance Computation for Tree Models Based on the Banzhaf Value, arXiv 2108.04126. Kernels are
 * those of {@code tree-shap} and {@code interventional-tree-shap} with one node, at q = 1/2. Groups
 * get the sums of their features.
 *
 * <p>Cost of a row: one forward call; some look-ups a subtree. Memory: {@code table-memory-mb} of
 * tables, shared by the threads of an executor, and a block of rows a thread.
 *
 * <p>Guarantees: deterministic; values do not add up to the score's change; a feature that no tree
 * looks at gets exactly 0. Sums are held in float64.
 */
public final class TreeBanzhaf implements AttributionMethod<AdditiveTrees> {
  /**
   * Options.
   *
   * @param featurePerturbation path-dependent or interventional
   * @param tableMemoryMb the most that tables of a forest take, 1 to 65,536 MB
   */
  public record Options(
      @Setting(
              meaning =
                  "What a feature that is absent does: it goes both ways in the shares of the"
                      + " training data, or takes the values of the baseline's rows.",
              standard = "path-dependent",
              allowed = "path-dependent or interventional")
          FeaturePerturbation featurePerturbation,
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
      TreeRun.checkTableMemory("tree-banzhaf", tableMemoryMb);
    }

    /** Returns the defaults. */
    public static Options standard() {
      return new Options(FeaturePerturbation.PATH_DEPENDENT, TreeRun.STANDARD_TABLE_MB);
    }
  }

  /** What the method is. */
  public static final MethodInfo<AdditiveTrees> INFO =
      new MethodInfo<>(
          "tree-banzhaf",
          "Tree Banzhaf values",
          "Exact Banzhaf values of tree ensembles: every coalition of features counts the same.",
          AdditiveTrees.class,
          Scale.SCORE,
          Completeness.NONE,
          true,
          false,
          "1 forward",
          "Karczmarz, Michalak, Mukherjee, Sankowski, Wygocki (2022), Improved Feature Importance"
              + " Computation for Tree Models Based on the Banzhaf Value, arXiv 2108.04126");

  private final TreeRun run;

  /** Creates the method. */
  public TreeBanzhaf(Options options) {
    this.run =
        new TreeRun(
            options.featurePerturbation(),
            Order.SINGLES,
            options.tableMemoryMb(),
            new TreeKernels(options.featurePerturbation(), Semivalue.BANZHAF));
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
