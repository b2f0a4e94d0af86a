package io.assay.global.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.baseline.ReplacementMasker;
import io.assay.fakes.CountingModel;
import io.assay.fakes.InUnit;
import io.assay.fakes.Polynomial;
import io.assay.model.BlackBox;
import io.assay.model.ModelSignature.Unit;
import io.assay.model.Target;
import io.assay.tensor.RowIds;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LossShapleyTest {
  private static final List<Aspect> WHOLE = List.of(new Aspect("all", Target.outputs(0), -1));

  private static final int ENOUGH = 200; // orders of up to 8 players: all coalitions

  /**
   * x0 + 2 x1 + 3 x2 over all corners of a cube, against a baseline of zeros. Of the model against
   * itself the loss is (sum of the absent terms)^2, whose mean over the corners is the sum of their
   * squares: each feature's value is its slope squared.
   */
  @Test
  void ofALineOverACubeEachFeatureHasItsVariance() {
    TensorBatch corners = corners(3);
    Polynomial line = Polynomial.linear(1, 2, 3);

    RowLosses losses =
        new LossShapley(line, Loss.SQUARED_ERROR, ENOUGH, 1)
            .againstItself(corners, masker(corners, zeros(3)), WHOLE)
            .get(0);

    assertThat(means(losses)).containsExactly(new double[] {1, 4, 9}, within(1e-9));
  }

  /**
   * abc over the corners of the cube of four features, all of which are the background, too. Less
   * than abc foretells nothing: the mean over the absent is 0, the loss 1. So each of a, b and c is
   * the last to come in a third of the orders and gets 1/3; d gets nothing.
   */
  @Test
  void aGameOfThirdOrderIsSharedByThoseWhoPlayIt() {
    TensorBatch corners = corners(4);
    Polynomial product = Polynomial.of(4, Polynomial.term(1, 0, 1, 2));

    RowLosses losses =
        new LossShapley(product, Loss.SQUARED_ERROR, ENOUGH, 1)
            .againstItself(corners, masker(corners, Baseline.background(corners.input())), WHOLE)
            .get(0);

    double third = 1.0 / 3;
    for (int row = 0; row < corners.rows(); row++) {
      assertThat(values(losses, row))
          .containsExactly(new double[] {third, third, third, 0}, within(1e-7));
    }
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void whereAllCoalitionsAreValuedTheValuesAreThoseOfAllOrders(Loss loss) {
    TensorBatch rows = random(6, 5);
    Baseline baseline = Baseline.background(random(3, 5).input(), new double[] {0.5, 0.2, 0.3});
    BlackBox model = logits(Polynomial.mixed());
    List<double[]> truths =
        IntStream.range(0, 6).mapToObj(row -> new double[] {row % 2, 1 - row % 2}).toList();

    RowLosses losses =
        new LossShapley(model, loss, ENOUGH, 1)
            .against(rows, masker(rows, baseline), WHOLE, truths)
            .get(0);

    PlainSage oracle = new PlainSage(model, baseline, loss);
    for (int row = 0; row < 6; row++) {
      float[] input = rows.input().slice(row, row + 1).values();
      assertThat(values(losses, row))
          .as("row %d", row)
          .containsExactly(oracle.values(input, truths.get(row)), within(1e-9));
    }
    assertThat(Arrays.stream(means(losses)).map(Math::abs).max().orElse(0)).isGreaterThan(0.01);
  }

  /**
   * 3,000 draws of one pair of orders each: the mean lies within 4 standard errors of the truth.
   */
  @Test
  void fewOrdersAreWithoutBias() {
    TensorBatch one = random(1, 5);
    Baseline baseline = Baseline.background(random(2, 5).input());
    BlackBox model = logits(Polynomial.mixed());
    int draws = 3000;
    TensorBatch same =
        new TensorBatch(
            ids(draws), one.input().select(IntStream.range(0, draws).map(i -> 0).toArray()));
    List<double[]> truths = IntStream.range(0, draws).mapToObj(row -> new double[] {1, 0}).toList();

    RowLosses losses =
        new LossShapley(model, Loss.CROSS_ENTROPY, 1, 7)
            .against(same, masker(same, baseline), WHOLE, truths)
            .get(0);

    double[] truth =
        new PlainSage(model, baseline, Loss.CROSS_ENTROPY)
            .values(one.input().values(), new double[] {1, 0});
    double[] means = means(losses);
    for (int player = 0; player < 5; player++) {
      double error = standardError(losses, player);
      assertThat(means[player]).isEqualTo(truth[player], within(4 * error + 1e-9));
      assertThat(error).isLessThan(0.05);
    }
    assertThat(standardError(losses, 0)).isGreaterThan(1e-4); // orders do differ
  }

  @Test
  void valuesOfARowAddUpToWhatKnowingAllIsWorth() {
    TensorBatch rows = random(20, 5);
    BlackBox model = logits(Polynomial.mixed());
    List<double[]> truths = IntStream.range(0, 20).mapToObj(row -> new double[] {0, 1}).toList();

    RowLosses losses =
        new LossShapley(model, Loss.CROSS_ENTROPY, 2, 3)
            .against(rows, masker(rows, zeros(5)), WHOLE, truths)
            .get(0);

    for (int row = 0; row < 20; row++) {
      double sum = Arrays.stream(values(losses, row)).sum();
      assertThat(sum).isEqualTo(losses.empty(row) - losses.full(row), within(1e-9));
    }
  }

  @Test
  void splittingABatchChangesNothing() {
    TensorBatch rows = random(9, 5);
    LossShapley shapley = new LossShapley(Polynomial.mixed(), Loss.SQUARED_ERROR, 1, 3);

    RowLosses whole = shapley.againstItself(rows, masker(rows, zeros(5)), WHOLE).get(0);

    TensorBatch part = rows.slice(4, 9);
    RowLosses parts = shapley.againstItself(part, masker(part, zeros(5)), WHOLE).get(0);
    for (int row = 0; row < 5; row++) {
      assertThat(values(parts, row)).containsExactly(values(whole, row + 4));
    }
  }

  @Test
  void theModelIsAskedNoMoreThanIsSaid() {
    TensorBatch rows = random(9, 5);
    CountingModel model = CountingModel.around(Polynomial.mixed());

    RowLosses losses =
        new LossShapley(model, Loss.SQUARED_ERROR, 1, 3)
            .againstItself(rows, masker(rows, Baseline.background(random(3, 5).input())), WHOLE)
            .get(0);

    assertThat(losses.calls()).isEqualTo(model.forwardRows());
    assertThat(model.forwardRows()).isEqualTo(3 + 9 * (1 + 8 * 3));
    assertThat(LossShapley.coalitions(5, 1)).isEqualTo(8);
  }

  @Test
  void aRowWithoutAnAnswerIsNotFinite() {
    TensorBatch rows = new TensorBatch(ids(2), Tensor.of(new float[] {1, 2, Float.NaN, 2}, 2, 2));

    RowLosses losses =
        new LossShapley(logits(Polynomial.linear(1, 1)), Loss.CROSS_ENTROPY, 1, 1)
            .againstItself(rows, masker(rows, zeros(2)), WHOLE)
            .get(0);

    assertThat(losses.isFinite(0)).isTrue();
    assertThat(losses.isFinite(1)).isFalse();
  }

  private static BlackBox logits(BlackBox model) {
    return new InUnit(model, Unit.LOGIT);
  }

  /** Returns the corners of the cube from -1 to 1. */
  private static TensorBatch corners(int features) {
    int rows = 1 << features;
    float[] values = new float[rows * features];
    for (int at = 0; at < values.length; at++) {
      values[at] = ((at / features) >> (at % features) & 1) == 0 ? -1 : 1;
    }
    return new TensorBatch(ids(rows), Tensor.of(values, rows, features));
  }

  private static TensorBatch random(int rows, int features) {
    Random random = new Random(11L * rows);
    float[] values = new float[rows * features];
    for (int at = 0; at < values.length; at++) {
      values[at] = (float) random.nextGaussian();
    }
    return new TensorBatch(ids(rows), Tensor.of(values, rows, features));
  }

  private static RowIds ids(int rows) {
    return new RowIds(IntStream.range(0, rows).mapToObj(row -> "row-" + row).toList());
  }

  private static Baseline zeros(int features) {
    return Baseline.single(Tensor.zeros(1, features));
  }

  private static ReplacementMasker masker(TensorBatch batch, Baseline baseline) {
    List<String> names =
        IntStream.range(0, batch.input().rowLength()).mapToObj(i -> "x" + i).toList();
    return new ReplacementMasker(batch.input(), baseline, FeatureGroups.singletons(names));
  }

  private static double[] values(RowLosses losses, int row) {
    return IntStream.range(0, losses.players())
        .mapToDouble(player -> losses.reduction(row, player))
        .toArray();
  }

  private static double[] means(RowLosses losses) {
    double[] means = new double[losses.players()];
    for (int row = 0; row < losses.rows(); row++) {
      for (int player = 0; player < means.length; player++) {
        means[player] += losses.reduction(row, player) / losses.rows();
      }
    }
    return means;
  }

  private static double standardError(RowLosses losses, int player) {
    double mean = means(losses)[player];
    double squares = 0;
    for (int row = 0; row < losses.rows(); row++) {
      double distance = losses.reduction(row, player) - mean;
      squares += distance * distance;
    }
    return Math.sqrt(squares / (losses.rows() - 1) / losses.rows());
  }
}
