package io.assay.global.surrogate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.assay.fakes.Formula;
import io.assay.fakes.Polynomial;
import io.assay.global.Estimate;
import io.assay.global.GlobalMethod;
import io.assay.global.GlobalMethodContract;
import io.assay.global.GlobalRecord;
import io.assay.global.GlobalRecord.Rank;
import io.assay.global.GlobalResult;
import io.assay.global.GlobalShape;
import io.assay.global.InputColumn;
import io.assay.model.BlackBox;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearSurrogateTest extends GlobalMethodContract {
  @Override
  protected GlobalMethod method() {
    return new LinearSurrogate(new LinearSurrogate.Options(0.001, 0.3, 40));
  }

  @Override
  protected List<ThrowingCallable> refusedOptions() {
    return List.of(
        () -> new LinearSurrogate.Options(0, 0.3, 40),
        () -> new LinearSurrogate.Options(101, 0.3, 40),
        () -> new LinearSurrogate.Options(0.001, 0.91, 40),
        () -> new LinearSurrogate.Options(0.001, 0.3, 19),
        () -> new LinearSurrogate.Options(0.001, 0.3, 1_000_001));
  }

  /** By chance what is not read goes with what the line misses. */
  @Override
  protected double effectOfNothing(GlobalRecord record) {
    return 4 * record.value().se() + 1e-5;
  }

  private static final Target FIRST = Target.outputs(0);

  @Test
  void aModelThatIsALineIsRecovered() {
    BlackBox line = new Formula(3, x -> 5 + 2 * x[0] - 0.5 * x[1]);

    GlobalResult result = ask(line, Asked.normal(1000, 3, 1), 1e-9);

    assertThat(value(result, "x0", "slope")).isEqualTo(2, within(1e-5));
    assertThat(value(result, "x1", "slope")).isEqualTo(-0.5, within(1e-5));
    assertThat(value(result, "x2", "slope")).isEqualTo(0, within(1e-5));
    assertThat(value(result, "", "held-out R2")).isEqualTo(1, within(1e-9));
    assertThat(Asked.record(result, "x0", "spread").rank()).isEqualTo(new Rank(1, 1, 1));
    assertThat(Asked.record(result, "x1", "spread").rank()).isEqualTo(new Rank(2, 2, 2));
  }

  /** Of two features at right angles, each in units of its deviation, b = cov(x, y) / (1 + r). */
  @Test
  void theRidgeShrinksAsItSays() {
    Tensor corners = Tensor.of(new float[] {-1, -1, -1, 1, 1, -1, 1, 1}, 4, 2);
    Answered rows = Asked.answered(corners, 1, 5, 7, 11); // 6 + 3 a + 2 b

    LinearFit fit = LinearFit.of(rows, 0.5);

    assertThat(fit.intercept()).isEqualTo(6);
    assertThat(fit.coefficient(0)).isEqualTo(3 / 1.5, within(1e-12));
    assertThat(fit.coefficient(1)).isEqualTo(2 / 1.5, within(1e-12));
  }

  /**
   * HC3 by hand, of one feature: z = -2, -1, 0, 1, 2 over sqrt(2), y = z^2 sqrt(8). The slope is 0,
   * u_i = (y_i - mean y) / (1 - 1/5 - z_i^2 / 5), and the variance sum u_i^2 z_i^2 / 25.
   */
  @Test
  void theVarianceIsThatOfResidualsAsTheyAre() {
    Tensor input = Tensor.of(new float[] {-2, -1, 0, 1, 2}, 5, 1);
    double[] scores = {4, 1, 0, 1, 4};
    double expected = 0;
    for (int row = 0; row < 5; row++) {
      double square = (row - 2) * (row - 2) / 2.0;
      double u = (scores[row] - 2) / (1 - 0.2 - square / 5);
      expected += u * u * square / 25;
    }

    LinearFit fit = LinearFit.of(Asked.answered(input, scores), 1e-12);

    assertThat(fit.coefficient(0)).isEqualTo(0, within(1e-12));
    assertThat(fit.standardError(0)).isEqualTo(Math.sqrt(expected), within(1e-9));
  }

  /**
   * The score is exp(x0) + x0 x1: far from a line, and its distance from it larger in the tails. Of
   * standard normal values the best slopes are E exp(x0) x0 = sqrt(e) and 0. Of 1,500 intervals of
   * 95 % each, 93 to 97 % hold them; the standard error of a coverage is 0.6 %.
   */
  @Test
  void intervalsCoverTheBestLineOfACurve() {
    int covered = 0;
    int coveredZero = 0;
    int trials = 1500;
    BlackBox curve = new Formula(2, x -> Math.exp(x[0]) + x[0] * x[1]);
    for (int trial = 0; trial < trials; trial++) {
      Tensor input = Asked.normal(900, 2, 1000 + trial);
      LinearFit fit = LinearFit.of(new Teacher(curve, 0).ask(input), 1e-9);
      covered += covers(fit, 0, Math.sqrt(Math.E)) ? 1 : 0;
      coveredZero += covers(fit, 1, 0) ? 1 : 0;
    }

    assertThat((double) covered / trials).isBetween(0.93, 0.97);
    assertThat((double) coveredZero / trials).isBetween(0.93, 0.97);
  }

  private static boolean covers(LinearFit fit, int feature, double slope) {
    double unit = fit.deviation(feature);
    double se = fit.standardError(feature) / unit;
    Estimate estimate = Estimate.of(fit.coefficient(feature) / unit, se, fit.freedom(), 0.95);
    return estimate.low() <= slope && slope <= estimate.high();
  }

  /**
   * A one-hot column of three places, each in a third of the rows, moves the score by 0, 1 and 3,
   * and a value bent like a parabola comes to it or not: the spread of the column is the deviation
   * of 0, 1, 3, sqrt(14 / 9). 1,000 intervals; the standard error of a coverage is 0.7 %.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0, 1})
  void intervalsOfSpreadsCover(double bent) {
    List<InputColumn> columns =
        List.of(
            new InputColumn("site", List.of(0, 1, 2), List.of("a", "b", "c"), List.of()),
            InputColumn.numeric("bent", 3));
    BlackBox model = new Formula(4, x -> x[1] + 3 * x[2] + bent * x[3] * x[3]);
    double truth = Math.sqrt(14.0 / 9);
    Random random = new Random(6);
    int covered = 0;
    for (int trial = 0; trial < 1000; trial++) {
      float[] values = new float[400 * 4];
      for (int row = 0; row < 400; row++) {
        values[row * 4 + random.nextInt(3)] = 1;
        values[row * 4 + 3] = (float) random.nextGaussian();
      }
      Answered rows = new Teacher(model, 0).ask(Tensor.of(values, 400, 4));
      LinearFit fit = LinearFit.of(rows, 1e-6);
      ColumnSpreads spreads = new ColumnSpreads(fit, rows, columns);
      double se = spreads.standardError(0);
      Estimate spread = Estimate.of(spreads.spread(0), se, fit.freedom(), 0.95);
      covered += spread.low() <= truth && truth <= spread.high() ? 1 : 0;
    }

    assertThat(covered / 1000.0).isBetween(0.93, 0.97);
  }

  /**
   * One place of three follows from the others: slopes differ by what the model says all the same.
   */
  @Test
  void categoriesHaveASlopeEach() {
    Random random = new Random(3);
    float[] values = new float[1000 * 4];
    for (int row = 0; row < 1000; row++) {
      values[row * 4 + random.nextInt(3)] = 1;
      values[row * 4 + 3] = (float) random.nextGaussian();
    }
    List<InputColumn> columns = new ArrayList<>();
    columns.add(
        new InputColumn("site", List.of(0, 1, 2), List.of("north", "south", "east"), List.of()));
    columns.add(InputColumn.numeric("age", 3));

    GlobalResult result =
        new LinearSurrogate(new LinearSurrogate.Options(1e-6, 0.3, 10_000))
            .ask(
                new Formula(4, x -> 4 * x[1] + x[3]),
                Asked.request(Tensor.of(values, 1000, 4), FIRST, List.of("f"), columns));

    assertThat(slope(result, "south") - slope(result, "north")).isEqualTo(4, within(1e-3));
    assertThat(slope(result, "east") - slope(result, "north")).isEqualTo(0, within(1e-3));
    assertThat(value(result, "age", "slope")).isEqualTo(1, within(1e-4));
    assertThat(value(result, "age", "spread")).isEqualTo(1, within(0.1)); // a normal's deviation
    assertThat(value(result, "site", "spread")) // 4 in a third of the rows: 4 sqrt(2) / 3
        .isEqualTo(4 * Math.sqrt(2) / 3, within(0.1));
    assertThat(Asked.record(result, "site", "spread").rank()).isEqualTo(new Rank(1, 1, 1));
    assertThat(value(result, "", "held-out R2")).isGreaterThan(0.9999);
  }

  @Test
  void whatNeverChangesHasNoSlopeAndWhatIsMissingIsTheMean() {
    Tensor input = Asked.normal(500, 2, 4);
    for (int row = 0; row < 500; row++) {
      input.values()[row * 2 + 1] = 3;
      if (row % 5 == 0) {
        input.values()[row * 2] = Float.NaN;
      }
    }
    BlackBox model = new Formula(2, x -> Float.isNaN(x[0]) ? 0 : x[0]);

    GlobalResult result = ask(model, input, 1e-9);

    assertThat(value(result, "x1", "slope")).isZero();
    assertThat(value(result, "x0", "slope")).isEqualTo(1, within(0.05));
    assertThat(value(result, "", "held-out R2")).isGreaterThan(0.99);
  }

  /** x0 x1 x2 of independent values is nowhere near a line. */
  @Test
  void aModelThatIsNoLineIsSaidToBeNone() {
    BlackBox product = Polynomial.of(3, Polynomial.term(1, 0, 1, 2));

    GlobalResult result =
        new LinearSurrogate(LinearSurrogate.Options.standard())
            .ask(product, Asked.request(Asked.normal(2000, 3, 5), FIRST, List.of("f0")));

    assertThat(value(result, "", "held-out R2")).isBetween(-0.05, 0.05);
    assertThat(Asked.record(result, "", "held-out R2").value().low()).isNegative();
  }

  @Test
  void tooManyValuesAreRefused() {
    GlobalShape wide = Asked.request(Tensor.zeros(1, 1001), FIRST, List.of("f")).shape();
    LinearSurrogate method = new LinearSurrogate(LinearSurrogate.Options.standard());

    assertThatThrownBy(() -> method.calls(wide))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("linear-surrogate takes rows of at most 1000 values")
        .hasMessageContaining("1001");
  }

  private static GlobalResult ask(BlackBox model, Tensor input, double ridge) {
    return new LinearSurrogate(new LinearSurrogate.Options(ridge, 0.3, 10_000))
        .ask(model, Asked.request(input, FIRST, List.of("f")));
  }

  private static double value(GlobalResult result, String feature, String label) {
    return Asked.record(result, feature, label).value().value();
  }

  private static double slope(GlobalResult result, String category) {
    return result.records().stream()
        .filter(record -> category.equals(record.with()) && "slope".equals(record.label()))
        .findFirst()
        .orElseThrow()
        .value()
        .value();
  }
}
