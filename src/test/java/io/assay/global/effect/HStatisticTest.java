package io.assay.global.effect;

import static io.assay.fakes.Polynomial.term;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.assay.fakes.Polynomial;
import io.assay.global.Estimate;
import io.assay.global.GlobalMethod;
import io.assay.global.GlobalMethodContract;
import io.assay.global.GlobalRecord;
import io.assay.global.GlobalRequest;
import io.assay.global.GlobalShape;
import io.assay.global.GlobalTrial;
import io.assay.global.effect.HStatistic.Options;
import io.assay.tensor.RowIds;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HStatisticTest extends GlobalMethodContract {
  @Override
  protected GlobalMethod method() {
    return new HStatistic(new Options(20, 5));
  }

  @Override
  protected List<ThrowingCallable> refusedOptions() {
    return List.of(
        () -> new Options(2, 10),
        () -> new Options(1001, 10),
        () -> new Options(100, -1),
        () -> new Options(100, 1001));
  }

  /** Rounding of float32 scores, through a root. */
  @Override
  protected double effectOfNothing(GlobalRecord record) {
    return 1e-3;
  }

  private static Estimate of(List<GlobalRecord> records, String one, @Nullable String other) {
    return records.stream()
        .filter(each -> each.feature().equals(one) && Objects.equals(each.with(), other))
        .findFirst()
        .orElseThrow()
        .value();
  }

  private static double mean(TensorBatch batch, int position) {
    double sum = 0;
    for (int row = 0; row < batch.rows(); row++) {
      sum += batch.input().at(row, position);
    }
    return sum / batch.rows();
  }

  /**
   * Of ab: PD_a = a mean(b), PD_b = b mean(a), PD_ab = ab; what is left is (a - mean a)(b - mean b)
   * up to its mean.
   */
  @Test
  void aProductHasTheShareThatOneFindsByHand() {
    TensorBatch batch = GlobalTrial.batch(20, 1);
    Polynomial product = Polynomial.of(GlobalTrial.WIDTH, term(1, 0, 1));
    double meanA = mean(batch, 0);
    double meanB = mean(batch, 1);
    double meanProduct = 0;
    double meanRest = 0;
    for (int row = 0; row < 20; row++) {
      double a = batch.input().at(row, 0);
      double b = batch.input().at(row, 1);
      meanProduct += a * b / 20;
      meanRest += (a - meanA) * (b - meanB) / 20;
    }
    double rest = 0;
    double all = 0;
    for (int row = 0; row < 20; row++) {
      double a = batch.input().at(row, 0);
      double b = batch.input().at(row, 1);
      rest += Math.pow((a - meanA) * (b - meanB) - meanRest, 2);
      all += Math.pow(a * b - meanProduct, 2);
    }

    List<GlobalRecord> found = method().ask(product, GlobalTrial.request(batch)).records();

    double expected = Math.sqrt(rest / all);
    assertThat(of(found, "a", "b").value()).isEqualTo(expected, within(1e-6)); // float32 scores
    assertThat(of(found, "a", null).value()).isEqualTo(expected, within(1e-6));
    assertThat(of(found, "b", null).value()).isEqualTo(expected, within(1e-6));
    assertThat(of(found, "a", "c").value()).isLessThan(1e-3);
  }

  @Test
  void whatOnlyAddsDoesNotInteract() {
    Polynomial sum =
        Polynomial.of(GlobalTrial.WIDTH, term(2, 0), term(1, 1, 1), term(-3, 2), term(1, 5));

    List<GlobalRecord> found =
        method().ask(sum, GlobalTrial.request(GlobalTrial.batch(20, 2))).records();

    assertThat(found).hasSize(5 + 10);
    assertThat(found).allMatch(each -> each.value().value() < 1e-3); // float32, through a root
  }

  /** Brute force: every partial dependence from its definition, with a call a composed row. */
  @Test
  void itIsWhatBruteForceFinds() {
    TensorBatch batch = GlobalTrial.batch(9, 3);
    Polynomial model =
        Polynomial.of(GlobalTrial.WIDTH, term(1, 0, 1), term(2, 1, 4), term(1, 0), term(1, 2, 3));

    List<GlobalRecord> found = method().ask(model, GlobalTrial.request(batch)).records();

    assertThat(of(found, "b", "site").value())
        .isEqualTo(bruteForce(model, batch, new int[] {1}, new int[] {4, 5, 6}), within(1e-5));
    assertThat(of(found, "a", "b").value())
        .isEqualTo(bruteForce(model, batch, new int[] {0}, new int[] {1}), within(1e-5));
  }

  private static double bruteForce(Polynomial model, TensorBatch batch, int[] one, int[] other) {
    int[] both =
        java.util.stream.IntStream.concat(
                java.util.stream.IntStream.of(one), java.util.stream.IntStream.of(other))
            .toArray();
    double[] part = centred(model, batch, one);
    double[] rest = centred(model, batch, other);
    double[] whole = centred(model, batch, both);
    double between = 0;
    double all = 0;
    for (int row = 0; row < batch.rows(); row++) {
      between += Math.pow(whole[row] - part[row] - rest[row], 2);
      all += whole[row] * whole[row];
    }
    return Math.sqrt(between / all);
  }

  private static double[] centred(Polynomial model, TensorBatch batch, int... positions) {
    double[] dependence = new double[batch.rows()];
    double mean = 0;
    for (int row = 0; row < batch.rows(); row++) {
      for (int other = 0; other < batch.rows(); other++) {
        float[] input = batch.input().slice(other, other + 1).values().clone();
        for (int position : positions) {
          input[position] = batch.input().at(row, position);
        }
        dependence[row] +=
            model.outputs(Tensor.of(input, 1, GlobalTrial.WIDTH)).at(0, 0) / batch.rows();
      }
      mean += dependence[row] / batch.rows();
    }
    for (int row = 0; row < batch.rows(); row++) {
      dependence[row] -= mean;
    }
    return dependence;
  }

  /** The definition of the jackknife: the whole method on rows of which one is left out. */
  @Test
  void standardErrorsAreThoseOfLeavingOutARow() {
    int rows = 12;
    TensorBatch batch = GlobalTrial.batch(rows, 4);
    double[] left = new double[rows];
    double mean = 0;
    for (int out = 0; out < rows; out++) {
      int without = out;
      int[] others =
          java.util.stream.IntStream.range(0, rows).filter(row -> row != without).toArray();
      List<GlobalRecord> found =
          method().ask(GlobalTrial.MODEL, GlobalTrial.request(batch.select(others))).records();
      left[out] = of(found, "a", "b").value();
      mean += left[out] / rows;
    }
    double squares = 0;
    for (double each : left) {
      squares += (each - mean) * (each - mean);
    }

    List<GlobalRecord> found =
        method().ask(GlobalTrial.MODEL, GlobalTrial.request(batch)).records();

    assertThat(of(found, "a", "b").se())
        .isEqualTo(Math.sqrt(squares * (rows - 1) / rows), within(1e-6)); // float32 scores
  }

  /**
   * c + south + 2 c south, with c 0, 1 or 2 and south in a third of the rows. The interaction is 2
   * (c - 1)(south - 1/3), of variance 4 x 2/3 x 2/9 = 16/27; c has (5/3)^2 x 2/3 = 50/27 and south
   * 3^2 x 2/9 = 54/27: a share of 16/120.
   */
  @Test
  void intervalsCoverAsOftenAsTheySay() {
    Polynomial model = Polynomial.of(GlobalTrial.WIDTH, term(1, 2), term(1, 5), term(2, 2, 5));

    double covered = coverage(model, "c", Math.sqrt(16.0 / 120), GlobalTrial::batch);

    assertThat(covered).isBetween(0.93, 0.97);
  }

  /** a + b + 2 ab of standard normal features: a share of 4/6, owed to the few rows far out. */
  @Test
  void intervalsOfProductsOfNormalFeaturesCover() {
    Polynomial model = Polynomial.of(GlobalTrial.WIDTH, term(1, 0), term(1, 1), term(2, 0, 1));

    double covered = coverage(model, "a", Math.sqrt(4.0 / 6), HStatisticTest::normal);

    assertThat(covered).isBetween(0.93, 0.97);
  }

  private static TensorBatch normal(int rows, long seed) {
    Random random = new Random(seed);
    float[] values = new float[rows * GlobalTrial.WIDTH];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    List<String> ids = IntStream.range(0, rows).mapToObj(row -> "r" + row).toList();
    return new TensorBatch(new RowIds(ids), Tensor.of(values, rows, GlobalTrial.WIDTH));
  }

  /** Draws rows from a seed. */
  private interface Draw {
    TensorBatch rows(int count, long seed);
  }

  private static double coverage(Polynomial model, String group, double truth, Draw draw) {
    GlobalMethod method = new HStatistic(new Options(SIZE, 0));
    Random seeds = new Random(6);
    int covered = 0;
    int trials = 600;
    for (int trial = 0; trial < trials; trial++) {
      GlobalRequest request = GlobalTrial.request(draw.rows(SIZE, seeds.nextLong()));
      Estimate found = of(method.ask(model, request).records(), group, null);
      covered += found.low() <= truth && truth <= found.high() ? 1 : 0;
    }
    return covered / (double) trials;
  }

  private static final int SIZE = 100;

  @Test
  void moreScoresThanMemoryHoldsAreRefused() {
    GlobalShape shape = GlobalTrial.request(GlobalTrial.batch(2, 1)).shape();
    GlobalShape wide = new GlobalShape(1000, 54, shape.columns(), shape.groups(), 1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HStatistic(new Options(1000, 0)).calls(wide))
        .withMessageContaining("h-statistic.rows is 1000; need so few that rows^2 x groups (5)");
    assertThat(
            new HStatistic(new Options(1000, 0))
                .calls(new GlobalShape(1000, 53, shape.columns(), shape.groups(), 1)))
        .isEqualTo(5_000_000);
  }

  @Test
  void pairsAreAskedAboutAmongTheStrongestAlone() {
    GlobalMethod three = new HStatistic(new Options(20, 3));

    List<GlobalRecord> found =
        three.ask(GlobalTrial.MODEL, GlobalTrial.request(GlobalTrial.batch(20, 5))).records();

    assertThat(found.stream().filter(each -> each.with() != null)).hasSize(3);
    assertThat(of(found, "a", "b").value()).isGreaterThan(0.05);
  }
}
