package io.assay.attribution.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ResizingTest {
  private static final double[] MAP = {0, 4, 8, 12};
  private static final Picture LINE = new Picture(1, 2);
  private static final Picture SQUARE = new Picture(2, 2);

  // centres of two cells at 1/4 and 3/4, of four pixels at 1/8, 3/8, 5/8, 7/8
  @Test
  void bilinearGoesBetweenCentres() {
    double[] resized = Upsampling.BILINEAR.resize(new double[] {0, 4}, LINE, new Picture(1, 4));

    assertThat(resized).containsExactly(0, 1, 3, 4);
  }

  @Test
  void cornersGoBetweenTheOutermostPixels() {
    double[] resized =
        Upsampling.BILINEAR_CORNERS.resize(new double[] {0, 3}, LINE, new Picture(1, 4));

    assertThat(resized).containsExactly(new double[] {0, 1, 2, 3}, within(1e-12));
  }

  @Test
  void nearestRepeats() {
    double[] resized = Upsampling.NEAREST.resize(MAP, SQUARE, new Picture(4, 4));

    assertThat(resized).containsExactly(0, 0, 4, 4, 0, 0, 4, 4, 8, 8, 12, 12, 8, 8, 12, 12);
  }

  @Test
  void theSameSizeIsTheSameMap() {
    for (Upsampling upsampling : Upsampling.values()) {
      assertThat(upsampling.resize(MAP, SQUARE, SQUARE)).containsExactly(MAP);
    }
  }

  @Test
  void spreadingKeepsTheSumWhereCellsAndPixelsDoNotMatch() {
    double[] pixels = SQUARE.spread(MAP, new Picture(3, 5));

    assertThat(Arrays.stream(pixels).sum()).isCloseTo(24, within(1e-12));
    assertThat(pixels[0]).isZero();
    assertThat(pixels[14]).isCloseTo(12 * (2 / 3.0) * (2 / 5.0), within(1e-12));
  }
}
