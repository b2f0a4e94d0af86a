package io.assay.attribution.tree;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.GroupPair;
import io.assay.attribution.MethodInfo;
import io.assay.attribution.MethodInfo.Completeness;
import io.assay.attribution.MethodInfo.Scale;
import io.assay.attribution.Setting;
import io.assay.attribution.tree.ResultColumns.Order;
import io.assay.baseline.FeatureGroups;
import io.assay.model.AdditiveTrees;
import io.assay.model.LayerInfo;
import java.util.List;

/**
 * SHAP interaction values of a sum of trees: what each feature adds alone, and what each pair adds
 * beyond its two features.
 *
 * <pre>
 * pair_ij  = sum over S without i, j of |S|! (p - |S| - 2)! / (p - 1)!
 *            * (v(S + i + j) - v(S + i) - v(S + j) + v(S))
 * single_i = phi_i - 1/2 sum over j of pair_ij
 * </pre>
 *
 * with phi the Shapley values. The game v is that of {@link TreeShap}, or, interventional, that of
 * the baseline's rows: v(S) = sum_b w_b f(x_S, b_rest).
 *
 * <p>Source: Lundberg, Erion et al. (2020), From local explanations to global understanding with
 * explainable AI for trees, doi 10.1038/s42256-019-0138-9, who write half of a pair's value to each
 * side of the diagonal, where the column of a pair holds all of it here, as in {@code
 * shapley-interactions}. Kernels are those of {@code tree-shap} and {@code
 * interventional-tree-shap}. Groups get the sums of their features; pairs within a group belong to
 * the group.
 *
 * <p>Cost of a row: one forward call; some look-ups a subtree and pair of its features. Memory:
 * {@code table-memory-mb} of tables, shared by the threads of an executor, and up to 32 MiB of sums
 * a thread.
 *
 * <p>Guarantees: deterministic; complete up to rounding; a feature that no tree looks at gets
 * exactly 0, and its pairs. Sums are held in float64.
 */
public final class TreeShapInteractions implements AttributionMethod<AdditiveTrees> {
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
      TreeRun.checkTableMemory("tree-shap-interactions", tableMemoryMb);
    }

    /** Returns the defaults. */
    public static Options standard() {
      return new Options(FeaturePerturbation.PATH_DEPENDENT, TreeRun.STANDARD_TABLE_MB);
    }
  }

  /** What the method is. */
  public static final MethodInfo<AdditiveTrees> INFO =
      new MethodInfo<>(
          "tree-shap-interactions",
          "TreeSHAP interactions",
          "What each feature and each pair of features adds to the margin of a tree ensemble,"
              + " exactly.",
          AdditiveTrees.class,
          Scale.SCORE,
          Completeness.EXACT,
          true,
          false,
          "1 forward",
          "Lundberg, Erion et al. (2020), From local explanations to global understanding with"
              + " explainable AI for trees, doi 10.1038/s42256-019-0138-9");

  private static final int MOST_GROUPS = 128;

  private final TreeRun run;

  /** Creates the method. */
  public TreeShapInteractions(Options options) {
    this.run =
        new TreeRun(
            options.featurePerturbation(),
            Order.PAIRS,
            options.tableMemoryMb(),
            new TreeKernels(options.featurePerturbation(), Semivalue.SHAPLEY));
  }

  @Override
  public MethodInfo<AdditiveTrees> info() {
    return INFO;
  }

  @Override
  public CallsPerRow callsPerRow(int groups, int references) {
    checkGroups(groups);
    return new CallsPerRow(1, 0);
  }

  @Override
  public long heldBytes(List<Integer> rowShape, int groups) {
    return run.heldBytes(rowShape, groups);
  }

  private static void checkGroups(int groups) {
    if (groups > MOST_GROUPS) {
      throw new IllegalArgumentException(
          "tree-shap-interactions takes 1 to %d groups, not %d; declare larger feature groups"
              .formatted(MOST_GROUPS, groups));
    }
  }

  /**
   * Returns the groups, then the pairs of groups as {@code a x b}, the first group slowest.
   *
   * @throws AssayException SPEC_INVALID if there are more than 128 groups
   */
  @Override
  public List<String> columns(FeatureGroups groups, List<LayerInfo> layers) {
    try {
      checkGroups(groups.size());
    } catch (IllegalArgumentException refused) {
      throw AssayException.causedBy(refused, ErrorCode.SPEC_INVALID, "%s", refused.getMessage());
    }
    return AttributionMethod.super.columns(groups, layers);
  }

  @Override
  public List<GroupPair> pairs(FeatureGroups groups) {
    return GroupPair.all(groups.size());
  }

  /**
   * Explains a batch.
   *
   * @throws IllegalArgumentException if there are more than 128 groups
   * @throws AssayException MODEL_ABILITY if the model's file has no shares and the baseline is a
   *     single row
   */
  @Override
  public Attributions attribute(AdditiveTrees model, AttributionRequest request) {
    checkGroups(request.groups().size());
    return run.attribute(model, request);
  }
}
