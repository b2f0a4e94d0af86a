package io.assay.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.Quadrature;
import io.assay.attribution.gradient.InputXGradient;
import io.assay.attribution.gradient.IntegratedGradients;
import io.assay.attribution.gradient.IntegratedGradients.Rule;
import io.assay.attribution.gradient.Saliency;
import io.assay.attribution.gradient.Saliency.Magnitude;
import io.assay.baseline.Baseline;
import io.assay.engine.ModelFiles;
import io.assay.engine.ModelOptions;
import io.assay.fakes.Requests;
import io.assay.model.BlackBox;
import io.assay.model.Differentiable;
import io.assay.model.LinePoints;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Gradient methods with the real engine against what reference libraries gave. Fixed rules and
 * plain gradients have to be within 1e-5 of the largest value of the float64 reference: the same
 * sums in float32 differ by under 1e-6 of it.
 */
class GradientGoldenTest {
  static Stream<GoldenCase> cases() {
    return Stream.of(GoldenCase.mlpBc(), GoldenCase.mlpBc10(), GoldenCase.cnnDigits());
  }

  static Stream<GoldenCase> tables() {
    return Stream.of(GoldenCase.mlpBc(), GoldenCase.mlpBc10());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void plainGradientsAreThoseOfCaptum(GoldenCase golden) {
    assertGolden(golden, new Saliency(Saliency.Options.standard()), "saliency.f64");
    assertGolden(
        golden, new Saliency(new Saliency.Options(Magnitude.SIGNED)), "saliency_signed.f64");
    assertGolden(
        golden, new InputXGradient(InputXGradient.Options.standard()), "input_x_gradient.f64");
  }

  @ParameterizedTest
  @CsvSource({
    "GAUSS_LEGENDRE, 50, ig_gausslegendre_50.f64",
    "GAUSS_LEGENDRE, 300, ig_gausslegendre_300.f64",
    "MIDPOINT, 20, ig_riemann_middle_20.f64",
    "LEFT, 20, ig_riemann_left_20.f64",
    "RIGHT, 20, ig_riemann_right_20.f64"
  })
  void fixedRulesAreThoseOfCaptum(Rule rule, int steps, String entry) {
    cases().forEach(golden -> assertGolden(golden, fixed(rule, steps), entry));
  }

  /**
   * Captum's trapezoid has weights 1/n, halved at both ends: they sum to (n - 1) / n, and every
   * value is too small by that factor. Ours sum to one.
   */
  @ParameterizedTest
  @MethodSource("cases")
  void theTrapezoidIsCaptumsWithWeightsThatSumToOne(GoldenCase golden) {
    Npy captum = golden.npy("ig_riemann_trapezoid_50.f64");
    double[] repaired = Arrays.stream(captum.values()).map(value -> value * 50 / 49).toArray();

    Attributions result = attribute(golden, fixed(Rule.TRAPEZOID, 50), golden.baselineZero());

    GoldenValues.assertClose(result.values(), repaired);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void anyRowMayBeTheBaseline(GoldenCase golden) {
    Attributions result =
        attribute(golden, fixed(Rule.GAUSS_LEGENDRE, 50), golden.background().slice(0, 1));

    GoldenValues.assertClose(result.values(), golden.npy("ig_samplebase_50.f64"));
  }

  /** Captum's convergence delta; it is what is left of sums of values up to ten in float32. */
  @ParameterizedTest
  @MethodSource("tables")
  void theCompletenessGapIsCaptumsDelta(GoldenCase golden) {
    double[] deltas = golden.npy("ig_delta_50.f64").values();

    Attributions result = attribute(golden, fixed(Rule.GAUSS_LEGENDRE, 50), golden.baselineZero());

    for (int row = 0; row < result.rows(); row++) {
      assertThat(result.completenessGap(row, 0)).isCloseTo(deltas[row], within(1e-5));
    }
  }

  /** Captum calls it integrated gradients without the inputs as factors. */
  @ParameterizedTest
  @MethodSource("tables")
  void sumsAlongLinesAreMeanGradients(GoldenCase golden) {
    Quadrature quadrature = Quadrature.of(Quadrature.Rule.GAUSS_LEGENDRE, 50);
    LinePoints lines =
        new LinePoints(
            golden.inputs(), golden.baselineZero(), quadrature.nodes(), quadrature.weights());
    ModelOptions options = ModelOptions.ofShape(golden.inputs().rowLength());

    try (BlackBox model = ModelFiles.openTorchScript(golden.traced(), options)) {
      Tensor sums =
          model.as(Differentiable.class).orElseThrow().gradientSum(lines, golden.target());

      GoldenValues.assertClose(sums, golden.npy("ig_nomultiply_50.f64").values());
    }
  }

  /** The reference's own error is 3e-4 and 7e-4 of a row's length: 300 nodes among many kinks. */
  @ParameterizedTest
  @MethodSource("cases")
  void theAdaptiveRuleKeepsItsToleranceOnEveryRow(GoldenCase golden) {
    double tolerance = 1e-3;
    double[] reference = golden.npy("ig_gausslegendre_300.f64").values();

    Attributions result =
        attribute(
            golden,
            new IntegratedGradients(IntegratedGradients.Options.adaptive(tolerance)),
            golden.baselineZero());

    double[] errors = errors(result.values(), reference);
    for (int row = 0; row < result.rows(); row++) {
      double change = Math.abs(result.scores().at(row) - result.baselineScores().at(row));
      double scale = Math.max(change, length(result.values(), row));
      assertThat(Math.abs(result.completenessGap(row, 0))).isLessThan(tolerance * scale + 1e-5);
      assertThat(errors[row]).isLessThan(4 * tolerance);
    }
    assertThat(Arrays.stream(errors).average().orElseThrow()).isLessThan(1.5 * tolerance);
  }

  /** The reference is exact: kinks found by bisection in float64. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-2, 1e-3, 1e-5})
  void breastCancerIsWithinTheToleranceOfTheExactIntegral(double tolerance) {
    GoldenTable exact = GoldenTable.of("tabular", "breast_cancer_mlp_ig");
    GoldenTable table = GoldenTable.of("tabular", "breast_cancer");

    assertExact(
        "/engine/breast_cancer_mlp.pt", 1, mean(table, features(table)), table, exact, tolerance);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-2, 1e-3, 1e-5})
  void bikeSharingIsWithinTheToleranceOfTheExactIntegral(double tolerance) {
    GoldenTable exact = GoldenTable.of("tabular", "bike_sharing_mlp_exact");
    GoldenTable table = GoldenTable.of("tabular", "bike_sharing");
    GoldenTable background = GoldenTable.of("tabular", "bike_sharing_mlp_background");
    Tensor mean = mean(background, features(table));

    assertExact("/golden/tabular/bike_sharing_mlp.pt", 0, mean, table, exact, tolerance);
  }

  @Test
  void closedFormsAreMet() {
    // 2a - b + c/2 + 3 from 0: weight times feature
    assertThat(oracle("/engine/oracle_linear.pt", new float[] {1, 2, 4, 5}, new float[4]))
        .containsExactly(new float[] {2, -2, 2, 0}, within(1e-6f));
    // ab + c^3 from 0: ab/2, ab/2, c^3
    assertThat(oracle("/engine/oracle_product_cube.pt", new float[] {2, 3, 2}, new float[3]))
        .containsExactly(new float[] {3, 3, 8}, within(1e-5f));
    // max(a, b) from 0 with a > b: a alone; from (0, 1) to (1, 0) half the way each
    assertThat(oracle("/engine/oracle_max.pt", new float[] {3, 2, 7}, new float[3]))
        .containsExactly(new float[] {3, 0, 0}, within(1e-6f));
    assertThat(oracle("/engine/oracle_max.pt", new float[] {1, 0, 0}, new float[] {0, 1, 0}))
        .containsExactly(new float[] {0.5f, -0.5f, 0}, within(1e-3f));
  }

  private static void assertExact(
      String file,
      int output,
      Tensor baseline,
      GoldenTable table,
      GoldenTable exact,
      double tolerance) {
    List<String> features = features(table);
    Tensor all = Tensor.of(table.floats(features), table.rows(), features.size());
    AttributionRequest request =
        Requests.with(
            Requests.of(chosen(all, exact.integers("row")), Baseline.single(baseline)),
            Target.outputs(output));

    Attributions result = attribute(resource(file), adaptive(tolerance), request);

    double[] reference = new double[exact.rows() * features.size()];
    for (int feature = 0; feature < features.size(); feature++) {
      double[] column = exact.numbers("ig_" + features.get(feature));
      for (int row = 0; row < column.length; row++) {
        reference[row * features.size() + feature] = column[row];
      }
    }
    double[] errors = errors(result.values(), reference);
    assertThat(Arrays.stream(errors).max().orElseThrow()).isLessThan(3 * tolerance);
    assertThat(Arrays.stream(errors).average().orElseThrow()).isLessThan(tolerance);
  }

  /** Returns all columns but the last, the label. */
  private static List<String> features(GoldenTable table) {
    return table.names().subList(0, table.names().size() - 1);
  }

  private static Tensor mean(GoldenTable table, List<String> features) {
    double[] means =
        features.stream()
            .mapToDouble(feature -> Arrays.stream(table.numbers(feature)).average().orElseThrow())
            .toArray();
    return Tensor.of(means, 1, means.length);
  }

  private static Tensor chosen(Tensor all, int[] rows) {
    float[] values = new float[rows.length * all.rowLength()];
    for (int at = 0; at < rows.length; at++) {
      System.arraycopy(
          all.values(), rows[at] * all.rowLength(), values, at * all.rowLength(), all.rowLength());
    }
    return Tensor.of(values, rows.length, all.rowLength());
  }

  private static float[] oracle(String file, float[] row, float[] baseline) {
    AttributionRequest request =
        Requests.of(Requests.row(row), Baseline.single(Requests.row(baseline)));
    return attribute(resource(file), adaptive(1e-3), request).values().values();
  }

  private static void assertGolden(
      GoldenCase golden, AttributionMethod<Differentiable> method, String entry) {
    Attributions result = attribute(golden, method, golden.baselineZero());
    GoldenValues.assertClose(result.values(), golden.npy(entry));
  }

  private static Attributions attribute(
      GoldenCase golden, AttributionMethod<Differentiable> method, Tensor baseline) {
    AttributionRequest request =
        Requests.with(Requests.of(golden.inputs(), Baseline.single(baseline)), golden.target());
    return attribute(golden.scripted(), method, request);
  }

  private static Attributions attribute(
      Path file, AttributionMethod<Differentiable> method, AttributionRequest request) {
    ModelOptions options =
        ModelOptions.ofShape(
            Arrays.stream(request.batch().input().rowShape()).boxed().toArray(Integer[]::new));
    try (BlackBox model = ModelFiles.openTorchScript(file, options)) {
      return method.attribute(model.as(Differentiable.class).orElseThrow(), request);
    }
  }

  private static IntegratedGradients fixed(Rule rule, int steps) {
    return new IntegratedGradients(IntegratedGradients.Options.fixed(rule, steps));
  }

  private static IntegratedGradients adaptive(double tolerance) {
    return new IntegratedGradients(
        new IntegratedGradients.Options(Rule.ADAPTIVE, 50, tolerance, 100_000));
  }

  /** Returns each row's distance from the reference as a share of the reference's length. */
  private static double[] errors(Tensor values, double[] reference) {
    int features = values.rowLength();
    double[] errors = new double[values.rows()];
    for (int row = 0; row < errors.length; row++) {
      double off = 0;
      double length = 0;
      for (int at = row * features; at < (row + 1) * features; at++) {
        off += Math.pow(values.at(at) - reference[at], 2);
        length += reference[at] * reference[at];
      }
      errors[row] = Math.sqrt(off / length);
    }
    return errors;
  }

  private static double length(Tensor values, int row) {
    double squares = 0;
    for (int at = 0; at < values.rowLength(); at++) {
      squares += (double) values.at(row, at) * values.at(row, at);
    }
    return Math.sqrt(squares);
  }

  private static Path resource(String name) {
    try {
      return Path.of(Objects.requireNonNull(GoldenCase.class.getResource(name), name).toURI());
    } catch (URISyntaxException broken) {
      throw new IllegalArgumentException(broken);
    }
  }
}
