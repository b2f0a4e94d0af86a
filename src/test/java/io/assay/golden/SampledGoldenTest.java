package io.assay.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.gradient.ExpectedGradients;
import io.assay.baseline.Baseline;
import io.assay.engine.ModelFiles;
import io.assay.engine.ModelOptions;
import io.assay.fakes.Requests;
import io.assay.model.BlackBox;
import io.assay.model.Differentiable;
import io.assay.model.NoiseMoments;
import io.assay.model.NoisePoints;
import io.assay.tensor.Tensor;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Methods that draw, with the real engine against what reference libraries gave. */
class SampledGoldenTest {
  private static final double NOISE = 0.15;

  static Stream<GoldenCase> cases() {
    return Stream.of(GoldenCase.mlpBc(), GoldenCase.mlpBc10(), GoldenCase.cnnDigits());
  }

  /** Captum's ten draws taken as five pairs: means do not ask which draws are a pair. */
  @ParameterizedTest
  @MethodSource("cases")
  void momentsOfRecordedDrawsAreSmoothGradAndVarGradOfCaptum(GoldenCase golden) {
    int pairs = golden.npy("noise").tensor().size(1) / 2;

    NoiseMoments moments = moments(golden);

    double[] means = scaled(moments.mean(), 1.0 / pairs);
    double[] squares = scaled(moments.square(), 1.0 / pairs);
    double[] variances = new double[means.length];
    for (int at = 0; at < means.length; at++) {
      variances[at] = squares[at] - means[at] * means[at];
    }
    int[] shape = {means.length};
    GoldenValues.assertClose(Tensor.of(means, shape), golden.npy("smoothgrad_saliency.f64"));
    GoldenValues.assertClose(Tensor.of(squares, shape), golden.npy("smoothgrad_sq_saliency.f64"));
    GoldenValues.assertClose(Tensor.of(variances, shape), golden.npy("vargrad_saliency.f64"));
  }

  /** The limit is that of Captum with 200 steps a reference, 8e-5 off; our errors are near 1e-2. */
  @ParameterizedTest
  @MethodSource("cases")
  void expectedGradientsAreNearTheirLimitAndFarLessOffThanIndependentDraws(GoldenCase golden) {
    int samples = 128;
    double[] limit = golden.npy("expected_gradients_exact.f64").values();
    AttributionRequest request = request(golden);
    ExpectedGradients method = new ExpectedGradients(new ExpectedGradients.Options(samples));

    Attributions ours;
    Tensor independent;
    try (BlackBox model = open(golden)) {
      Differentiable differentiable = model.as(Differentiable.class).orElseThrow();
      ours = method.attribute(differentiable, request);
      independent = independent(differentiable, request, samples);
    }

    assertThat(ours.calls().gradient(0)).isEqualTo(samples);
    assertThat(15 * squaredError(ours.values(), limit))
        .isLessThan(squaredError(independent, limit));
    assertThat(covered(ours, limit)).isGreaterThan(0.93);
  }

  private static NoiseMoments moments(GoldenCase golden) {
    double[] noise = golden.npy("noise").values();
    Tensor offsets =
        Tensor.of(
            Arrays.stream(noise).map(draw -> NOISE * draw).toArray(),
            golden.npy("noise").tensor().shape());
    try (BlackBox model = open(golden)) {
      return model
          .as(Differentiable.class)
          .orElseThrow()
          .noiseMoments(new NoisePoints(golden.inputs(), offsets), golden.target());
    }
  }

  /** References and places drawn independently, as shap and Captum do. */
  private static Tensor independent(Differentiable model, AttributionRequest request, int samples) {
    SplittableRandom random = new SplittableRandom(3);
    Tensor input = request.batch().input();
    Tensor references = request.baseline().rows();
    int length = input.rowLength();
    double[] values = new double[input.values().length];
    for (int sample = 0; sample < samples; sample++) {
      float[] points = new float[values.length];
      double[] distances = new double[values.length];
      for (int row = 0; row < input.rows(); row++) {
        int reference = random.nextInt(references.rows());
        double place = random.nextDouble();
        for (int at = row * length; at < (row + 1) * length; at++) {
          double from = references.at(reference, at % length);
          distances[at] = input.at(at) - from;
          points[at] = (float) (from + place * distances[at]);
        }
      }
      Tensor gradients =
          model.gradient(Tensor.of(points, input.shape()), request.target()).gradients();
      for (int at = 0; at < values.length; at++) {
        values[at] += distances[at] * gradients.at(at) / samples;
      }
    }
    return Tensor.of(values, input.shape());
  }

  private static double covered(Attributions result, double[] limit) {
    int covered = 0;
    for (int at = 0; at < limit.length; at++) {
      double error = result.standardErrors().orElseThrow().at(at);
      covered += Math.abs(result.values().at(at) - limit[at]) <= 1.96 * error + 1e-4 ? 1 : 0;
    }
    return (double) covered / limit.length;
  }

  private static double squaredError(Tensor values, double[] limit) {
    double sum = 0;
    for (int at = 0; at < limit.length; at++) {
      sum += Math.pow(values.at(at) - limit[at], 2);
    }
    return sum;
  }

  private static double[] scaled(Tensor sums, double by) {
    double[] scaled = new double[sums.values().length];
    for (int at = 0; at < scaled.length; at++) {
      scaled[at] = sums.at(at) * by;
    }
    return scaled;
  }

  private static AttributionRequest request(GoldenCase golden) {
    return Requests.with(
        Requests.of(golden.inputs(), Baseline.background(golden.background())), golden.target());
  }

  private static BlackBox open(GoldenCase golden) {
    Integer[] shape = Arrays.stream(golden.inputs().rowShape()).boxed().toArray(Integer[]::new);
    return ModelFiles.openTorchScript(golden.scripted(), ModelOptions.ofShape(shape));
  }
}
