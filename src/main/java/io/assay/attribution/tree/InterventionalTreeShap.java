package io.assay.attribution.tree;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.Memo;
import io.assay.attribution.MethodInfo;
import io.assay.attribution.MethodInfo.Completeness;
import io.assay.attribution.MethodInfo.Scale;
import io.assay.attribution.ModelCalls;
import io.assay.attribution.Setting;
import io.assay.attribution.tree.ResultColumns.Order;
import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.model.AdditiveTrees;
import io.assay.model.Target;
import io.assay.model.TreeEnsemble;
import io.assay.model.tree.Forest;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
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
 * <p>Cost of a row: one forward call; the background is asked once. Time is that of rows plus
 * background where the score is the sum of the trees, and of rows times background behind a link or
 * where trees are too deep for tables. Memory: {@code table-memory-mb} of tables, shared by the
 * threads of an executor, and a block of 1,024 rows a thread.
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

    long tableBytes() {
      return tableMemoryMb * 1_000_000L;
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
          "1 forward, the background once",
          "Lundberg, Erion et al. (2020), doi 10.1038/s42256-019-0138-9; Nadel, Wettenstein (2025),"
              + " arXiv 2511.09376");

  private final Options options;
  private final Memo<Key, Kernel> kernels;

  /** What a kernel is built from. */
  private record Key(Forest forest, Baseline baseline, FeatureGroups groups, Score score) {}

  /** What the trees become. */
  private enum Score {
    MARGIN,
    LINKED
  }

  /**
   * What is built once.
   *
   * @param sums the kernel
   * @param baselineScores the weighted mean of each output over the background
   */
  private record Kernel(TreeSums sums, List<Double> baselineScores) {}

  /** Creates the method. */
  public InterventionalTreeShap(Options options) {
    this.options = options;
    long mostBytes = options.tableBytes();
    this.kernels = new Memo<>(kernel -> Math.min(kernel.sums().bytes(), mostBytes), mostBytes);
  }

  @Override
  public MethodInfo<TreeEnsemble> info() {
    return INFO;
  }

  @Override
  public CallsPerRow callsPerRow(int groups, int references) {
    return new CallsPerRow(1, 0);
  }

  /** Tables, and one thread's block of one output. */
  @Override
  public long heldBytes(List<Integer> rowShape, int groups) {
    int features = rowShape.stream().reduce(1, Math::multiplyExact);
    return options.tableBytes() + BlockRun.bytes(features, groups, 1);
  }

  /** Explains a batch. */
  @Override
  public Attributions attribute(TreeEnsemble model, AttributionRequest request) {
    Forest forest = model.forest();
    Score score = model.as(AdditiveTrees.class).isPresent() ? Score.MARGIN : Score.LINKED;
    Baseline baseline = request.baseline();
    ResultColumns columns = new ResultColumns(request.groups(), Order.SINGLES);
    int[] asked = {0};
    Kernel kernel =
        kernels.of(
            new Key(forest, baseline, request.groups(), score),
            () -> {
              asked[0] = baseline.size();
              return new Kernel(kernel(forest, score, baseline, columns), means(model, baseline));
            });
    Tensor input = request.batch().input();
    return new Attributions(
        request.batch().rowIds(),
        BlockRun.values(kernel.sums(), request, columns, forest.outputs()),
        model.score(input, request.target()),
        baselineScores(kernel.baselineScores(), request.target(), input.rows()),
        Optional.empty(),
        List.of(),
        ModelCalls.same(input.rows(), 1, 0, asked[0]));
  }

  private TreeSums kernel(Forest forest, Score score, Baseline baseline, ResultColumns columns) {
    return score == Score.LINKED
        ? new LinkedSums(forest, baseline, columns)
        : new TreeKernels(FeaturePerturbation.INTERVENTIONAL, Semivalue.SHAPLEY)
            .of(forest, baseline, columns, options.tableBytes());
  }

  private static List<Double> means(TreeEnsemble model, Baseline baseline) {
    Tensor outputs = model.outputs(baseline.rows());
    double[] means = new double[outputs.rowLength()];
    for (int reference = 0; reference < baseline.size(); reference++) {
      for (int output = 0; output < means.length; output++) {
        means[output] += baseline.weight(reference) * outputs.at(reference, output);
      }
    }
    List<Double> list = new ArrayList<>();
    for (double mean : means) {
      list.add(mean);
    }
    return Collections.unmodifiableList(list);
  }

  private static Tensor baselineScores(List<Double> means, Target target, int rows) {
    float[] scores = new float[rows * target.slots()];
    for (int row = 0; row < rows; row++) {
      for (int slot = 0; slot < target.slots(); slot++) {
        scores[row * target.slots() + slot] = means.get(target.column(row, slot)).floatValue();
      }
    }
    return Tensor.of(scores, rows, target.slots());
  }
}
