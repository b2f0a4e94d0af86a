package io.assay.attribution.tree;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.MethodInfo;
import io.assay.attribution.MethodInfo.Completeness;
import io.assay.attribution.MethodInfo.Scale;
import io.assay.attribution.tree.ResultColumns.Order;
import io.assay.model.AdditiveTrees;
import java.util.List;

/**
 * What the questions on a row's own way change of the mean of the leaves below.
 *
 * <pre>
 * phi_i = sum over the questions on i of mean(child that the row goes to) - mean(node)
 * </pre>
 *
 * with means by the shares of the training data. For comparison: it is what other tools called
 * contributions before TreeSHAP, and gives more to questions that are asked late.
 *
 * <p>Source: Saabas (2014), Interpreting random forests, a note on the web; discussed by Lundberg,
 * Erion et al. (2020), doi 10.1038/s42256-019-0138-9, whose Shapley values average it over all
 * orders of the features. Groups get the sums of their features. Where a model's file has no shares
 * (ONNX), those of the baseline's rows stand in.
 *
 * <p>Cost of a row: one forward call and a walk through each tree; memory: the means of all nodes,
 * and a block of rows a thread.
 *
 * <p>Guarantees: deterministic; complete up to rounding, against the mean of the leaves; not
 * consistent: a feature that matters more in one model than in another may get less. A feature that
 * no tree looks at gets exactly 0.
 */
public final class Saabas implements AttributionMethod<AdditiveTrees> {
  /** The method has no options. */
  public record Options() {
    /** Returns the defaults. */
    public static Options standard() {
      return new Options();
    }
  }

  /** What the method is. */
  public static final MethodInfo<AdditiveTrees> INFO =
      new MethodInfo<>(
          "saabas",
          "Saabas",
          "What the questions on a row's own way through the trees change of the mean below.",
          AdditiveTrees.class,
          Scale.SCORE,
          Completeness.EXACT,
          false,
          false,
          "1 forward",
          "Saabas (2014), Interpreting random forests; Lundberg, Erion et al. (2020),"
              + " doi 10.1038/s42256-019-0138-9");

  private final TreeRun run;

  /** Creates the method. */
  public Saabas(Options options) {
    this.run =
        new TreeRun(
            FeaturePerturbation.PATH_DEPENDENT,
            Order.SINGLES,
            TreeRun.STANDARD_TABLE_MB,
            (forest, baseline, columns, mostBytes) -> new SaabasSums(forest.trees(), columns));
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
