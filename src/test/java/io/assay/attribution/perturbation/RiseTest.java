package io.assay.attribution.perturbation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionMethodContract;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.perturbation.Rise.Form;
import io.assay.attribution.perturbation.Rise.Options;
import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.baseline.MaskGrid;
import io.assay.baseline.Superpixels;
import io.assay.fakes.CountingModel;
import io.assay.fakes.Polynomial;
import io.assay.fakes.Requests;
import io.assay.fakes.SmallRelu;
import io.assay.model.BlackBox;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RiseTest {
  @Nested
  class OfContrasts extends AttributionMethodContract {
    @Override
    protected AttributionMethod<BlackBox> method() {
      return new Rise(Options.standard());
    }

    /** What is not read is zero in expectation only, where not all coalitions are valued. */
    @Override
    protected double tolerance() {
      return 0.1;
    }
  }

  @Nested
  class OfMeans extends AttributionMethodContract {
    @Override
    protected AttributionMethod<BlackBox> method() {
      return new Rise(new Options(512, 7, 0.3, Form.MEAN, 16));
    }

    @Override
    protected Set<Law> laws() { // everything has the mean score, and what matters more or less
      return EnumSet.complementOf(EnumSet.of(Law.ZERO, Law.DUMMY));
    }
  }

  // f = ab + c at ones from zeros; every feature is there with chance p
  private static final Polynomial MODEL =
      Polynomial.of(3, Polynomial.term(1, 0, 1), Polynomial.term(1, 2));

  @Test
  void smallRowsAreExact() {
    // E[f | a] = p + p, E[f | no a] = p; E[f | c] = pp + 1, E[f | no c] = pp
    AttributionRequest request =
        Requests.of(Requests.row(1, 1, 1), Baseline.single(Tensor.zeros(1, 3)));

    Attributions contrast =
        new Rise(new Options(16, 7, 0.3, Form.CONTRAST, 1)).attribute(MODEL, request);
    Attributions mean = new Rise(new Options(16, 7, 0.3, Form.MEAN, 1)).attribute(MODEL, request);

    assertThat(contrast.values().values())
        .containsExactly(new float[] {0.3f, 0.3f, 1}, within(1e-6f));
    assertThat(mean.values().values())
        .containsExactly(new float[] {0.6f, 0.6f, 1.09f}, within(1e-6f));
    assertThat(contrast.standardErrors()).contains(Tensor.zeros(1, 1, 3));
    assertThat(contrast.calls().forward(0)).isEqualTo(1 + 6);
  }

  /** Measured: 93 to 95 %, standard errors 0.97 to 1.01 times the true ones. */
  @ParameterizedTest
  @CsvSource({"CONTRAST, 0.5", "MEAN, 0.5", "CONTRAST, 0.3", "MEAN, 0.7"})
  void intervalsCoverTheExpectation(Form form, double probability) {
    SmallRelu model = SmallRelu.of(12, 16, 3);
    AttributionRequest request =
        Requests.of(Requests.rows(200, 12, 1), Baseline.single(Requests.rows(1, 12, 2)));

    Attributions limit =
        new Rise(new Options(4096, 7, probability, form, 64)).attribute(model, request);
    Attributions result =
        new Rise(new Options(1024, 7, probability, form, 64)).attribute(model, request);

    assertCovered(limit.values(), result, 0.92, 0.97);
  }

  @Test
  void whatIsAdditiveIsExactAtOneHalf() {
    double[] weights = IntStream.range(0, 20).mapToDouble(i -> Math.cos(i)).toArray();
    AttributionRequest request =
        Requests.of(Requests.rows(3, 20, 1), Baseline.single(Requests.rows(1, 20, 2)));

    Tensor values =
        new Rise(new Options(512, 7, 0.5, Form.CONTRAST, 4))
            .attribute(Polynomial.linear(weights), request)
            .values();

    for (int at = 0; at < 60; at++) {
      double expected =
          weights[at % 20]
              * (request.batch().input().at(at) - request.baseline().rows().at(at % 20));
      assertThat(values.at(at)).isCloseTo((float) expected, within(1e-5f));
    }
  }

  @Test
  void aSpotIsFoundInAnImage() {
    // the sum of a 3 x 3 spot of one channel around row 4, column 10 of a 12 x 15 image
    double[] weights = new double[2 * 180];
    for (int at = 180; at < 360; at++) {
      int y = at % 180 / 15;
      int x = at % 15;
      weights[at] = Math.abs(y - 4) <= 1 && Math.abs(x - 10) <= 1 ? 1 : 0;
    }
    AttributionRequest request = images(1, 2, 12, 15);

    Attributions result =
        new Rise(new Options(2048, 4, 0.5, Form.CONTRAST, 1))
            .attribute(Polynomial.linear(weights), request);

    int best = 0;
    for (int pixel = 0; pixel < 180; pixel++) {
      best = result.values().at(pixel) > result.values().at(best) ? pixel : best;
    }
    assertThat(Math.abs(best / 15 - 4)).isLessThanOrEqualTo(1);
    assertThat(Math.abs(best % 15 - 10)).isLessThanOrEqualTo(1);
    assertThat(result.values().at(11 * 15)).isCloseTo(0, within(0.6f)); // the far corner, of 9
    assertThat(result.calls().forward(0)).isEqualTo(1 + 2048);
  }

  /** Measured: 0.03 against 0.17, the root mean square of the values being 1.3. */
  @Test
  void balancedMasksErrFarLessThanIndependentOnes() {
    SmallRelu model = SmallRelu.of(2 * 80, 24, 3);
    AttributionRequest request = images(6, 2, 8, 10);

    float[] limit = valuesOf(model, request, 40_000);
    float[] balanced = valuesOf(model, request, 2048);
    float[] independent = ofIndependentMasks(model, request, 2048);

    double error = 0;
    double other = 0;
    for (int at = 0; at < limit.length; at++) {
      error += Math.pow(balanced[at] - limit[at], 2);
      other += Math.pow(independent[at] - limit[at], 2);
    }
    assertThat(error).isLessThan(other / 9);
  }

  private static float[] valuesOf(BlackBox model, AttributionRequest request, int masks) {
    return new Rise(new Options(masks, 4, 0.5, Form.CONTRAST, 1))
        .attribute(model, request)
        .values()
        .values();
  }

  /** The paper's draw: every grid and every shift by itself. */
  private static float[] ofIndependentMasks(BlackBox model, AttributionRequest request, int count) {
    MaskGrid grid = MaskGrid.over(8, 10, 4);
    SplittableRandom random = new SplittableRandom(5);
    float[][] masks = new float[count][];
    for (int mask = 0; mask < count; mask++) {
      float[] cells = new float[grid.cells()];
      for (int cell = 0; cell < cells.length; cell++) {
        cells[cell] = random.nextInt(2);
      }
      int down = random.nextInt(grid.shiftsDown());
      masks[mask] = grid.stretched(cells, down, random.nextInt(grid.shiftsRight()));
    }
    int rows = request.batch().rows();
    double[] values = new double[rows * 80];
    new Blends(model, request)
        .score(
            IntStream.range(0, rows).toArray(),
            count,
            mask -> {
              float[] twice = Arrays.copyOf(masks[mask], 160);
              System.arraycopy(masks[mask], 0, twice, 80, 80);
              return twice;
            },
            (mask, row, slot, score) -> {
              for (int pixel = 0; pixel < 80; pixel++) {
                values[row * 80 + pixel] += score * (masks[mask][pixel] - 0.5) / 0.25 / count;
              }
            });
    return Tensor.of(values, rows, 80).values();
  }

  /** Measured: 92 %; eight blocks tell an error less well than many. */
  @Test
  void intervalsOfImagesCoverWhatManyMasksSay() {
    SmallRelu model = SmallRelu.of(2 * 80, 24, 3);
    AttributionRequest request = images(20, 2, 8, 10);

    Attributions limit =
        new Rise(new Options(24_000, 4, 0.5, Form.CONTRAST, 1)).attribute(model, request);
    Attributions result =
        new Rise(new Options(1024, 4, 0.5, Form.CONTRAST, 64)).attribute(model, request);

    assertCovered(limit.values(), result, 0.90, 0.98);
  }

  @Test
  void imagesDoNotDependOnTheirBatchAndRowsThatAreNoNumbersDisturbNoOther() {
    SmallRelu model = SmallRelu.of(2 * 80, 24, 3);
    AttributionRequest request = Requests.with(images(5, 2, 8, 10), Target.outputs(1, 0));
    Rise method = new Rise(new Options(64, 4, 0.4, Form.MEAN, 2));
    float[] broken = request.batch().input().values().clone();
    broken[2 * 160 + 7] = Float.NaN;
    AttributionRequest beside =
        Requests.with(
            Requests.with(
                Requests.of(Tensor.of(broken, 5, 2, 8, 10), request.baseline()),
                Target.outputs(1, 0)),
            request.groups());
    CountingModel counted = CountingModel.around(model);

    Attributions whole = method.attribute(counted, request);

    assertThat(counted.forwardRows()).isEqualTo(whole.calls().total());
    for (int row = 0; row < 5; row++) {
      Attributions alone = method.attribute(model, request.slice(row, row + 1));
      assertThat(alone.values()).isEqualTo(whole.values().slice(row, row + 1));
      assertThat(alone.standardErrors())
          .contains(whole.standardErrors().orElseThrow().slice(row, row + 1));
      Tensor disturbed = method.attribute(model, beside).values().slice(row, row + 1);
      if (row == 2) {
        assertThat(disturbed.values()).contains(Float.NaN);
      } else {
        assertThat(disturbed).isEqualTo(alone.values());
      }
    }
  }

  @Test
  void aGroupGetsTheMeanOfItsPixels() {
    SmallRelu model = SmallRelu.of(80, 24, 3);
    AttributionRequest pixels = images(1, 1, 8, 10);
    FeatureGroups cells = Superpixels.grid(8, 10, 2, 5).groups(1);
    Rise method = new Rise(new Options(256, 4, 0.5, Form.MEAN, 1));

    Tensor ofPixels = method.attribute(model, pixels).values();
    Tensor ofCells = method.attribute(model, Requests.with(pixels, cells)).values();

    for (int cell = 0; cell < 10; cell++) {
      double mean = cells.members(cell).stream().mapToDouble(ofPixels::at).average().orElseThrow();
      assertThat((double) ofCells.at(cell)).isCloseTo(mean, within(1e-5));
    }
  }

  @Test
  void anImageEqualToItsBaselineGetsZeros() {
    AttributionRequest request = images(1, 2, 8, 10);
    AttributionRequest same =
        Requests.with(
            Requests.of(request.batch().input(), Baseline.single(request.batch().input())),
            request.groups());

    Attributions result =
        new Rise(new Options(64, 4, 0.5, Form.CONTRAST, 1))
            .attribute(SmallRelu.of(160, 24, 3), same);

    assertThat(result.values()).isEqualTo(Tensor.zeros(1, 1, 80));
    assertThat(result.standardErrors()).contains(Tensor.zeros(1, 1, 80));
  }

  @Test
  void groupsOfImagesAreNoPlayers() {
    Rise method = new Rise(Options.standard());

    assertThat(method.hasPlayers(List.of(3, 8, 8))).isFalse();
    assertThat(method.hasPlayers(List.of(9))).isTrue();
  }

  @Test
  void costsFollowTheShapeOfTheRow() {
    Rise method = new Rise(Options.standard());

    // 49 cells: blocks of 128; 30 groups: blocks of 64; 11 groups: all coalitions
    assertThat(method.callsPerRow(List.of(3, 224, 224), 50_176, 2))
        .isEqualTo(new CallsPerRow(1 + 2 * 2048, 0));
    assertThat(method.callsPerRow(30, 1)).isEqualTo(new CallsPerRow(2049, 0));
    assertThat(method.callsPerRow(11, 3)).isEqualTo(new CallsPerRow(1 + 3 * 2046, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "15,7,0.5,16,masks is 15",
    "512,1,0.5,16,grid is 1",
    "512,7,0.99,16,probability is 0.99",
    "512,7,0.5,0,banks is 0"
  })
  void optionsOutOfRangeAreRefused(
      int masks, int grid, double probability, int banks, String said) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Options(masks, grid, probability, Form.MEAN, banks))
        .withMessageContaining(said);
  }

  /** Images of noise whose groups are pixels. */
  private static AttributionRequest images(int rows, int channels, int height, int width) {
    int length = channels * height * width;
    AttributionRequest request =
        Requests.of(
            Requests.rows(rows, length, 1).reshape(rows, channels, height, width),
            Baseline.single(Tensor.zeros(1, channels, height, width)));
    if (rows == 1) {
      float[] ones = new float[length];
      Arrays.fill(ones, 1);
      request = Requests.of(Tensor.of(ones, 1, channels, height, width), request.baseline());
    }
    return Requests.with(request, Superpixels.pixels(height, width).groups(channels));
  }

  private static void assertCovered(Tensor truth, Attributions result, double low, double high) {
    int size = truth.values().length;
    double covered = 0;
    double squares = 0;
    double variances = 0;
    for (int at = 0; at < size; at++) {
      double off = result.values().at(at) - truth.at(at);
      double error = result.standardErrors().orElseThrow().at(at);
      covered += Math.abs(off) <= 1.96 * error ? 1 : 0;
      squares += off * off;
      variances += error * error;
    }
    assertThat(covered / size).isBetween(low, high);
    assertThat(Math.sqrt(variances / squares)).isBetween(0.9, 1.15);
  }
}
