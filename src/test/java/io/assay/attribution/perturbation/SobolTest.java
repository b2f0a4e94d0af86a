package io.assay.attribution.perturbation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionMethodContract;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.perturbation.Sobol.Index;
import io.assay.attribution.perturbation.Sobol.Options;
import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.baseline.Superpixels;
import io.assay.fakes.CountingModel;
import io.assay.fakes.Polynomial;
import io.assay.fakes.Requests;
import io.assay.fakes.SmallRelu;
import io.assay.model.BlackBox;
import io.assay.model.ModelSignature;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SobolTest {
  @Nested
  class OfTotals extends AttributionMethodContract {
    @Override
    protected AttributionMethod<BlackBox> method() {
      return new Sobol(Options.standard());
    }

    @Override
    protected Set<Law> laws() { // shares of a variance are squares
      return EnumSet.complementOf(EnumSet.of(Law.LINEARITY));
    }
  }

  @Nested
  class OfFirsts extends AttributionMethodContract {
    @Override
    protected AttributionMethod<BlackBox> method() {
      return new Sobol(new Options(16, 8, Index.FIRST, 16));
    }

    @Override
    protected Set<Law> laws() {
      return EnumSet.complementOf(EnumSet.of(Law.LINEARITY));
    }
  }

  @Test
  void aProductOfTwoIsSharedAsByHand() {
    // f = ab, each there with chance 1/2: V = 1/4 - 1/16; total E Var = E[b^2] / 4 = 1/8 each;
    // first Var E = (1/2)^2 / 4 = 1/16 each
    Polynomial model = Polynomial.of(3, Polynomial.term(1, 0, 1));
    AttributionRequest request =
        Requests.of(Requests.row(1, 1, 1), Baseline.single(Tensor.zeros(1, 3)));

    Attributions total = new Sobol(Options.standard()).attribute(model, request);
    Attributions first = new Sobol(new Options(32, 8, Index.FIRST, 1)).attribute(model, request);

    assertThat(total.values().values())
        .containsExactly(new float[] {2 / 3f, 2 / 3f, 0}, within(1e-6f));
    assertThat(first.values().values())
        .containsExactly(new float[] {1 / 3f, 1 / 3f, 0}, within(1e-6f));
    assertThat(total.standardErrors()).contains(Tensor.zeros(1, 1, 3));
    assertThat(total.calls().forward(0)).isEqualTo(1 + 6);
  }

  /** The function of Ishigami and Homma (1990), whose indices are known: a = 7, b = 0.1. */
  @ParameterizedTest
  @CsvSource({"TOTAL, 0.5576, 0.4424, 0.2437", "FIRST, 0.3139, 0.4424, 0"})
  void theIshigamiFunctionHasItsKnownIndices(Index index, float one, float two, float three) {
    AttributionRequest request = pixels(ones(1, 1, 1, 3));

    Attributions result =
        new Sobol(new Options(20_000, 8, index, 1)).attribute(new Ishigami(), request);

    // 20,000 samples leave standard errors of about 0.01
    assertThat(result.values().values())
        .containsExactly(new float[] {one, two, three}, within(0.03f));
    for (float error : result.standardErrors().orElseThrow().values()) {
      assertThat(error).isBetween(0.001f, 0.015f);
    }
  }

  /** Measured: 91 to 97 %, standard errors 1.06 to 1.09 times the true ones. */
  @ParameterizedTest
  @CsvSource({"TOTAL, 32", "TOTAL, 256", "FIRST, 256"})
  void intervalsCoverTheIndices(Index index, int samples) {
    SmallRelu model = SmallRelu.of(9, 16, 3);
    Tensor rows = Requests.rows(80, 9, 1);
    AttributionRequest request =
        pixels(
            Requests.of(
                rows.reshape(80, 1, 3, 3),
                Baseline.single(Requests.rows(1, 9, 2).reshape(1, 1, 3, 3))));

    Attributions limit = new Sobol(new Options(10_000, 8, index, 1)).attribute(model, request);
    Attributions result = new Sobol(new Options(samples, 8, index, 64)).attribute(model, request);

    int size = limit.values().values().length;
    double covered = 0;
    double squares = 0;
    double variances = 0;
    for (int at = 0; at < size; at++) {
      double off = result.values().at(at) - limit.values().at(at);
      double error = result.standardErrors().orElseThrow().at(at);
      covered += Math.abs(off) <= 1.96 * error ? 1 : 0;
      squares += off * off;
      variances += error * error;
    }
    assertThat(covered / size).isBetween(0.88, 0.98);
    assertThat(Math.sqrt(variances / squares)).isBetween(0.85, 1.3);
  }

  @Test
  void sampledSharesOfGroupsAreNearTheExactOnes() {
    SmallRelu model = SmallRelu.of(12, 16, 3);
    AttributionRequest request =
        Requests.of(Requests.rows(20, 12, 1), Baseline.single(Requests.rows(1, 12, 2)));

    Tensor exact =
        new Sobol(new Options(400, 8, Index.TOTAL, 1)).attribute(model, request).values();
    Attributions result = new Sobol(new Options(200, 8, Index.TOTAL, 8)).attribute(model, request);

    assertThat(result.calls().forward(0)).isBetween(1000L, 1L + 200 * 14);
    double off = 0;
    for (int at = 0; at < 240; at++) {
      double error = result.standardErrors().orElseThrow().at(at);
      off += Math.abs(result.values().at(at) - exact.at(at)) > 1.96 * error ? 1 : 0;
    }
    assertThat(off / 240).isBetween(0.01, 0.12);
  }

  @Test
  void cellsStandForTheirPixels() {
    // a 4 x 4 image in 2 x 2 cells; f is the sum of the upper left one: all of the variance
    double[] weights = new double[16];
    for (int pixel : new int[] {0, 1, 4, 5}) {
      weights[pixel] = 1;
    }
    Sobol method = new Sobol(new Options(16, 2, Index.TOTAL, 1));
    AttributionRequest request = pixels(ones(1, 1, 4, 4));
    FeatureGroups halves = Superpixels.grid(4, 4, 1, 2).groups(1);
    CountingModel model = CountingModel.around(Polynomial.linear(weights));

    Attributions ofPixels = method.attribute(model, request);
    Attributions ofHalves = method.attribute(model, Requests.with(request, halves));

    assertThat(ofPixels.values().at(5)).isEqualTo(ofPixels.values().at(0)).isGreaterThan(0.5f);
    assertThat(ofPixels.values().at(10)).isZero();
    assertThat(ofPixels.calls().forward(0)).isEqualTo(1 + 16 * 6);
    assertThat(ofHalves.values().at(1)).isZero();
    assertThat(ofHalves.calls().forward(0)).isEqualTo(1 + 16 * 4);
    assertThat(model.forwardRows()).isEqualTo(ofPixels.calls().total() + ofHalves.calls().total());
  }

  @Test
  void imagesDoNotDependOnTheirBatchAndRowsThatAreNoNumbersDisturbNoOther() {
    SmallRelu model = SmallRelu.of(160, 24, 3);
    Baseline grey = Baseline.single(Tensor.zeros(1, 2, 8, 10));
    Tensor input = Requests.rows(5, 160, 1).reshape(5, 2, 8, 10);
    float[] broken = input.values().clone();
    broken[2 * 160 + 7] = Float.NaN;
    Sobol method = new Sobol(new Options(8, 3, Index.TOTAL, 2));
    AttributionRequest request =
        Requests.with(pixels(Requests.of(input, grey)), Target.outputs(1, 0));
    AttributionRequest beside =
        Requests.with(
            pixels(Requests.of(Tensor.of(broken, 5, 2, 8, 10), grey)), Target.outputs(1, 0));

    Attributions whole = method.attribute(model, request);
    Attributions disturbed = method.attribute(model, beside);

    for (int row = 0; row < 5; row++) {
      Attributions alone = method.attribute(model, request.slice(row, row + 1));
      assertThat(alone.values()).isEqualTo(whole.values().slice(row, row + 1));
      assertThat(alone.standardErrors())
          .contains(whole.standardErrors().orElseThrow().slice(row, row + 1));
      if (row != 2) {
        assertThat(disturbed.values().slice(row, row + 1)).isEqualTo(alone.values());
      }
    }
    assertThat(disturbed.values().slice(2, 3).values()).contains(Float.NaN);
  }

  @Test
  void whatDoesNotVaryGetsZeros() {
    Polynomial constant = Polynomial.of(12, Polynomial.term(0.3));
    AttributionRequest table =
        Requests.of(Requests.rows(2, 12, 1), Baseline.single(Tensor.zeros(1, 12)));
    AttributionRequest image = pixels(ones(1, 1, 3, 4));
    Sobol method = new Sobol(Options.standard());

    assertThat(method.attribute(constant, table).values()).isEqualTo(Tensor.zeros(2, 1, 12));
    assertThat(method.attribute(constant, image).values()).isEqualTo(Tensor.zeros(1, 1, 12));
  }

  @Test
  void groupsOfImagesAreNoPlayers() {
    Sobol method = new Sobol(Options.standard());

    assertThat(method.hasPlayers(List.of(3, 8, 8))).isFalse();
    assertThat(method.hasPlayers(List.of(9))).isTrue();
  }

  @Test
  void costsFollowTheShapeOfTheRow() {
    Sobol method = new Sobol(Options.standard());

    assertThat(method.callsPerRow(List.of(3, 224, 224), 50_176, 2))
        .isEqualTo(new CallsPerRow(1 + 2 * 32 * 66, 0));
    assertThat(method.callsPerRow(List.of(3, 224, 224), 50, 1))
        .isEqualTo(new CallsPerRow(1 + 32 * 52, 0));
    assertThat(method.callsPerRow(30, 1)).isEqualTo(new CallsPerRow(1 + 32 * 32, 0));
    assertThat(method.callsPerRow(8, 3)).isEqualTo(new CallsPerRow(1 + 3 * 254, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> method.callsPerRow(1_000_000, 1))
        .withMessageContaining("sobol.samples is 32 for 1000000 places")
        .withMessageContaining("at most 16777216");
  }

  @ParameterizedTest
  @CsvSource({"7,8,16,samples is 7", "32,1,16,grid is 1", "32,8,0,banks is 0"})
  void optionsOutOfRangeAreRefused(int samples, int grid, int banks, String said) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Options(samples, grid, Index.TOTAL, banks))
        .withMessageContaining(said);
  }

  private static AttributionRequest ones(int rows, int channels, int height, int width) {
    float[] ones = new float[rows * channels * height * width];
    Arrays.fill(ones, 1);
    return Requests.of(
        Tensor.of(ones, rows, channels, height, width),
        Baseline.single(Tensor.zeros(1, channels, height, width)));
  }

  private static AttributionRequest pixels(AttributionRequest request) {
    Tensor input = request.batch().input();
    return Requests.with(
        request, Superpixels.pixels(input.size(2), input.size(3)).groups(input.size(1)));
  }

  /** sin u + a sin^2 v + b w^4 sin u, with u, v, w from -pi to pi as inputs go from 0 to 1. */
  private record Ishigami() implements BlackBox {
    @Override
    public ModelSignature signature() {
      return new ModelSignature(List.of(1, 1, 3), List.of("f"), ModelSignature.Unit.RAW);
    }

    @Override
    public Tensor outputs(Tensor input) {
      double[] outputs = new double[input.rows()];
      for (int row = 0; row < outputs.length; row++) {
        double u = Math.PI * (2 * input.at(row, 0) - 1);
        double v = Math.PI * (2 * input.at(row, 1) - 1);
        double w = Math.PI * (2 * input.at(row, 2) - 1);
        outputs[row] =
            Math.sin(u) + 7 * Math.sin(v) * Math.sin(v) + 0.1 * Math.pow(w, 4) * Math.sin(u);
      }
      return Tensor.of(outputs, outputs.length, 1);
    }

    @Override
    public void close() {}
  }
}
