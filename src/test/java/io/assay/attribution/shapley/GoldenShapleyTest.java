package io.assay.attribution.shapley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.engine.ModelFiles;
import io.assay.engine.ModelOptions;
import io.assay.fakes.Requests;
import io.assay.golden.GoldenCase;
import io.assay.golden.Npy;
import io.assay.model.BlackBox;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Both methods on real networks against enumeration in float64 and shap 0.51. The networks run in
 * float32, so values may be off by 1e-5 of the largest.
 */
class GoldenShapleyTest {
  private static final double FLOAT32 = 1e-5;
  private static final String RENTALS = "/golden/bike_sharing/";
  private static final AttributionMethod<BlackBox> EXACT =
      new ExactShapley(ExactShapley.Options.standard());
  private static final AttributionMethod<BlackBox> ENUMERATING =
      new KernelShap(new KernelShap.Options(1022, 16));

  @ParameterizedTest
  @CsvSource({
    "mlp_bc, exact_shapley_groups_zero, zero",
    "mlp_bc, exact_shapley_groups_background, background",
    "mlp_bc10, exact_shapley_groups_zero, zero",
    "mlp_bc10, exact_shapley_groups_background, background",
    "mlp_bc10, shap_exact, background",
    "mlp_bc10, shap_kernel_full, background"
  })
  void enumerationAgreesWithTheReference(String name, String entry, String baseline) {
    GoldenCase golden = new GoldenCase(name);
    Npy expected = golden.npy(entry);
    AttributionRequest request = request(golden, expected.shape()[0], baseline);

    try (BlackBox model = open(golden.traced(), golden.inputs().rowLength())) {
      Attributions exact = EXACT.attribute(model, request);
      Attributions kernel = ENUMERATING.attribute(model, request);

      assertAgree(kernel.values(), exact.values());
      double tolerance = FLOAT32 * expected.maxAbs();
      for (int row = 0; row < exact.rows(); row++) {
        for (int i = 0;
            i < 20;
            i++) { // [rows, groups, outputs] there, [rows, outputs, groups] here
          double value = expected.values()[row * 20 + i];
          int at = (row * 2 + i % 2) * 10 + i / 2;
          assertThat((double) exact.values().at(at)).isCloseTo(value, within(tolerance));
          assertThat((double) kernel.values().at(at)).isCloseTo(value, within(tolerance));
        }
      }
    }
  }

  @Test
  void rentalsAreExplainedAsByEnumerationInFloat64() {
    List<double[]> truths = csv(RENTALS + "exact.csv");
    List<double[]> all = csv(RENTALS + "rows.csv");
    Tensor input = tensor(truths.stream().map(truth -> all.get((int) truth[0])).toList());
    AttributionRequest request =
        Requests.of(input, Baseline.background(tensor(csv(RENTALS + "background.csv"))));

    try (BlackBox model = open(resource(RENTALS + "model.pt"), 10)) {
      Attributions exact = EXACT.attribute(model, request);
      Attributions kernel = ENUMERATING.attribute(model, request.slice(0, 4));

      assertAgree(kernel.values(), exact.values().slice(0, 4));
      double largest =
          truths.stream()
              .flatMapToDouble(t -> IntStream.range(4, 14).mapToDouble(i -> t[i]))
              .map(Math::abs)
              .max()
              .orElseThrow();
      for (int row = 0; row < exact.rows(); row++) {
        double[] truth = truths.get(row);
        assertThat((double) exact.scores().at(row)).isCloseTo(truth[1], within(1e-5));
        assertThat((double) exact.baselineScores().at(row)).isCloseTo(truth[2], within(1e-5));
        for (int player = 0; player < 10; player++) {
          assertThat((double) exact.values().at(row, player))
              .isCloseTo(truth[4 + player], within(FLOAT32 * largest));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    // f = max(a, b) + 0 c from zeros, a > b > 0: a - b/2, b/2, 0
    "oracle_max, 0.75 0.5 1, 0.5 0.25 0",
    // f = ab + c^3 from zeros: ab/2, ab/2, c^3
    "oracle_product_cube, 2 3 0.5, 3 3 0.125",
    // f = (a > 1/2) xor (b > 1/2) from zeros
    "oracle_xor, 1 0, 1 0",
    "oracle_xor, 1 1, 0 0",
    // f = 2a - b + c/2 + 0 d + 3
    "oracle_linear, 1 2 4 9, 2 -2 2 0"
  })
  void modelsWithClosedFormsHaveTheirValues(String name, String row, String values) {
    float[] input = floats(row);
    AttributionRequest request =
        Requests.of(Requests.row(input), Baseline.single(Tensor.zeros(1, input.length)));

    try (BlackBox model = open(resource("/engine/" + name + ".pt"), input.length)) {
      // dyadic numbers: float32 has no rounding to add; the sums are float64, rounded once
      assertThat(EXACT.attribute(model, request).values().values())
          .containsExactly(floats(values), within(1e-7f));
      assertThat(ENUMERATING.attribute(model, request).values().values())
          .containsExactly(floats(values), within(1e-6f));
    }
  }

  @Test
  void aSampledEstimateOfARealNetworkIsAsSureAsItSays() {
    GoldenCase golden = GoldenCase.mlpBc10();
    AttributionRequest request = request(golden, 32, "background");
    AttributionMethod<BlackBox> sampling = new KernelShap(new KernelShap.Options(160, 16));

    try (BlackBox model = open(golden.traced(), 10)) {
      Tensor exact = EXACT.attribute(model, request).values();
      Attributions sampled = sampling.attribute(model, request);

      double errors = 0;
      double variances = 0;
      for (int i = 0; i < exact.values().length; i++) {
        errors += Math.pow((double) sampled.values().at(i) - exact.at(i), 2);
        variances += Math.pow(sampled.standardErrors().orElseThrow().at(i), 2);
      }
      // 16 banks are few independent draws: a third either way
      assertThat(Math.sqrt(variances / errors)).isBetween(0.75, 1.4);
    }
  }

  private static AttributionRequest request(GoldenCase golden, int rows, String baseline) {
    Tensor input = golden.inputs().slice(0, rows);
    List<String> names = IntStream.range(0, 10).mapToObj(group -> "g" + group).toList();
    return new AttributionRequest(
        new TensorBatch(Requests.ids(rows), input),
        Target.outputs(0, 1),
        baseline.equals("zero")
            ? Baseline.single(golden.baselineZero())
            : Baseline.background(golden.background()),
        FeatureGroups.of(names, golden.groups()),
        7);
  }

  /** The same engine gives both the same coalition values: what is left is float32 rounding. */
  private static void assertAgree(Tensor one, Tensor other) {
    for (int i = 0; i < one.values().length; i++) {
      double bound = 1e-6 * Math.max(1, Math.abs(other.at(i)));
      assertThat((double) one.at(i)).isCloseTo(other.at(i), within(bound));
    }
  }

  private static BlackBox open(Path file, int features) {
    return ModelFiles.openTorchScript(file, ModelOptions.ofShape(features));
  }

  private static float[] floats(String numbers) {
    String[] each = numbers.split(" ", -1);
    float[] floats = new float[each.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = Float.parseFloat(each[i]);
    }
    return floats;
  }

  /** The first ten columns. */
  private static Tensor tensor(List<double[]> rows) {
    float[] values = new float[rows.size() * 10];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) rows.get(i / 10)[i % 10];
    }
    return Tensor.of(values, rows.size(), 10);
  }

  private static List<double[]> csv(String file) {
    try {
      return Files.readAllLines(resource(file)).stream()
          .skip(1)
          .map(line -> List.of(line.split(",")).stream().mapToDouble(Double::parseDouble).toArray())
          .toList();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static Path resource(String file) {
    try {
      return Path.of(
          Objects.requireNonNull(GoldenShapleyTest.class.getResource(file), file).toURI());
    } catch (URISyntaxException broken) {
      throw new IllegalArgumentException(broken);
    }
  }
}
