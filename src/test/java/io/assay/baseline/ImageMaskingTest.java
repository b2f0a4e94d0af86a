package io.assay.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.assay.tensor.Tensor;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ImageMaskingTest {
  private static final int SIDE = 32;

  @Test
  void anImageOfOneColourStaysAsItIsWhateverIsAbsent() {
    Tensor image = image(2, (channel, y, x) -> 3 + channel);

    float[] filled = inpainted(image, cells(8), presentAtRandom(64, 0.1));

    assertThat(filled).containsExactly(image.values(), within(1e-6f));
  }

  @Test
  void thePresentStayAndTheAbsentLieBetweenThem() {
    SplittableRandom random = new SplittableRandom(5);
    Tensor image = image(1, (channel, y, x) -> random.nextDouble());
    BitSet present = presentAtRandom(64, 0.3);
    FeatureGroups groups = cells(8).groups(1);

    float[] filled = inpainted(image, cells(8), present);

    float least = 1;
    float most = 0;
    for (int pixel = 0; pixel < filled.length; pixel++) {
      if (present.get(groups.groupOf(pixel))) {
        assertThat(filled[pixel]).isEqualTo(image.at(pixel));
        least = Math.min(least, filled[pixel]);
        most = Math.max(most, filled[pixel]);
      }
    }
    for (float value : filled) {
      assertThat(value).isBetween(least, most);
    }
  }

  /** A fixed number of sweeps leaves an error of up to 7 % of the range in rougher images. */
  @Test
  void theFillIsNearlyHarmonic() {
    Tensor image = image(1, (channel, y, x) -> Math.sin(0.2 * x) * Math.cosh(0.2 * (y - 16)));
    for (double share : new double[] {0.1, 0.3, 0.6}) {
      BitSet present = presentAtRandom(64, share);

      float[] filled = inpainted(image, cells(8), present);

      double[] harmonic = harmonic(image, cells(8), present);
      double range = 2 * Math.cosh(3.2);
      for (int pixel = 0; pixel < filled.length; pixel++) {
        assertThat((double) filled[pixel]).isCloseTo(harmonic[pixel], within(0.04 * range));
      }
    }
  }

  @Test
  void theEmptyCoalitionIsTheBaselineAndTheFullOneTheImage() {
    Tensor image = image(1, (channel, y, x) -> x);
    Masker masker =
        new Inpainting().masker(image, Baseline.single(like(image, 9)), cells(4).groups(1));
    BitSet all = new BitSet();
    all.set(0, 16);
    Coalitions both = Coalitions.of(16, List.of(new BitSet(), all));
    float[] composed = new float[2 * masker.length()];

    masker.write(0, both, 0, 0, composed, 0);
    masker.write(0, both, 1, 0, composed, masker.length());

    assertThat(composed).startsWith(like(image, 9).values()).endsWith(image.values());
    assertThat(masker.empty()).contains(like(image, 9));
    assertThat(masker.active(0, 0)).isEqualTo(all);
  }

  @Test
  void aPixelThatIsNotANumberSpoilsNoOtherRow() {
    Tensor sound = image(1, (channel, y, x) -> y);
    float[] values = new float[2 * sound.values().length];
    System.arraycopy(sound.values(), 0, values, 0, sound.values().length);
    values[sound.values().length] = Float.NaN;
    Masker masker =
        new Inpainting()
            .masker(
                Tensor.of(values, 2, 1, SIDE, SIDE),
                Baseline.single(like(sound, 0)),
                cells(4).groups(1));
    float[] composed = new float[masker.length()];

    masker.write(0, Coalitions.of(16, List.of(presentAtRandom(16, 0.5))), 0, 0, composed, 0);

    assertThat(composed).containsExactly(inpainted(sound, cells(4), presentAtRandom(16, 0.5)));
  }

  @Test
  void whatCannotBeInpaintedIsRefused() {
    Tensor image = image(1, (channel, y, x) -> x);
    Baseline two = Baseline.background(Tensor.zeros(2, 1, SIDE, SIDE));
    FeatureGroups groups = cells(4).groups(1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Inpainting().masker(image, two, groups))
        .withMessageContaining("background of 2 rows");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Inpainting().masker(image.reshape(1, SIDE * SIDE), two, groups))
        .withMessageContaining("need images");
  }

  @Test
  void aBlurSpreadsAPointAsAGaussianAndKeepsOneColour() {
    Tensor point = image(1, (channel, y, x) -> y == 16 && x == 15 ? 1 : 0);
    Tensor flat = image(3, (channel, y, x) -> 0.5 + channel);

    Tensor blurred = ImageBaselines.blur(point, 2);

    double peak = 1 / (2 * Math.PI * 4); // of the density, the sum over pixels being its integral
    assertThat((double) blurred.at(16 * SIDE + 15)).isCloseTo(peak, within(1e-5));
    assertThat((double) blurred.at(18 * SIDE + 18))
        .isCloseTo(peak * Math.exp(-(4 + 9) / 8.0), within(1e-5));
    assertThat(ImageBaselines.blur(flat, 7).values()).containsExactly(flat.values(), within(1e-6f));
  }

  @Test
  void aMeanIsTheColourOfEachImageAlone() {
    Tensor images = Tensor.of(new float[] {1, 3, 5, 7, 2, 2, 4, 8}, 2, 2, 1, 2);

    Tensor means = ImageBaselines.channelMean(images);

    assertThat(means.values()).containsExactly(2, 2, 6, 6, 2, 2, 6, 6);
  }

  @Test
  void baselinesOfImagesRefuseOtherRowsAndSizes() {
    Tensor table = Tensor.zeros(2, 5);
    Tensor images = Tensor.zeros(2, 1, 3, 3);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageBaselines.channelMean(table))
        .withMessageContaining("no images");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageBaselines.blur(images, 0))
        .withMessageContaining("sigma is 0.0");
  }

  private interface Paint {
    double at(int channel, int y, int x);
  }

  private static Tensor image(int channels, Paint paint) {
    double[] values = new double[channels * SIDE * SIDE];
    for (int at = 0; at < values.length; at++) {
      values[at] = paint.at(at / (SIDE * SIDE), at / SIDE % SIDE, at % SIDE);
    }
    return Tensor.of(values, 1, channels, SIDE, SIDE);
  }

  private static Tensor like(Tensor image, float value) {
    float[] values = image.values().clone();
    Arrays.fill(values, value);
    return Tensor.of(values, image.shape());
  }

  private static Superpixels cells(int side) {
    return Superpixels.grid(SIDE, SIDE, side, side);
  }

  private static BitSet presentAtRandom(int players, double share) {
    SplittableRandom random = new SplittableRandom(3);
    BitSet present = new BitSet(players);
    for (int player = 0; player < players; player++) {
      present.set(player, random.nextDouble() < share);
    }
    return present;
  }

  private static float[] inpainted(Tensor image, Superpixels cells, BitSet present) {
    Masker masker =
        new Inpainting()
            .masker(image, Baseline.single(like(image, -7)), cells.groups(image.size(1)));
    float[] composed = new float[masker.length()];
    masker.write(0, Coalitions.of(cells.size(), List.of(present)), 0, 0, composed, 0);
    return composed;
  }

  /** Sweeps until nothing changes. */
  private static double[] harmonic(Tensor image, Superpixels cells, BitSet present) {
    double[] values = new double[SIDE * SIDE];
    for (int pixel = 0; pixel < values.length; pixel++) {
      values[pixel] = image.at(pixel);
    }
    for (int sweep = 0; sweep < 5000; sweep++) {
      for (int pixel = 0; pixel < values.length; pixel++) {
        int y = pixel / SIDE;
        int x = pixel % SIDE;
        if (!present.get(cells.labelAt(y, x))) {
          values[pixel] = meanAround(values, y, x);
        }
      }
    }
    return values;
  }

  private static double meanAround(double[] values, int y, int x) {
    double sum = 0;
    int count = 0;
    for (int[] step : new int[][] {{0, 1}, {1, 0}, {0, -1}, {-1, 0}}) {
      int row = y + step[0];
      int column = x + step[1];
      if (row >= 0 && row < SIDE && column >= 0 && column < SIDE) {
        sum += values[row * SIDE + column];
        count++;
      }
    }
    return sum / count;
  }
}
