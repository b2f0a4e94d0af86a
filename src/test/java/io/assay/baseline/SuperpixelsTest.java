package io.assay.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.assay.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuperpixelsTest {
  @Test
  void cellsAreRectanglesThatDifferByOnePixelAtMost() {
    Superpixels cells = Superpixels.grid(5, 7, 2, 3);

    assertThat(labels(cells))
        .containsExactly(
            0, 0, 0, 1, 1, 2, 2, 0, 0, 0, 1, 1, 2, 2, 0, 0, 0, 1, 1, 2, 2, 3, 3, 3, 4, 4, 5, 5, 3,
            3, 3, 4, 4, 5, 5);
    assertThat(cells.names())
        .containsExactly("cell_0_0", "cell_0_1", "cell_0_2", "cell_1_0", "cell_1_1", "cell_1_2");
  }

  @Test
  void allChannelsOfAPixelAreOneGroup() {
    FeatureGroups groups = Superpixels.pixels(2, 2).groups(3);

    assertThat(groups.names()).containsExactly("y0x0", "y0x1", "y1x0", "y1x1");
    assertThat(groups.features()).isEqualTo(12);
    assertThat(groups.members(2)).containsExactly(2, 6, 10);
  }

  @Test
  void aMapSpreadsTheValueOfAPieceOverItsPixels() {
    Tensor map = Superpixels.grid(2, 4, 1, 2).map(new float[] {3, -1});

    assertThat(map).isEqualTo(Tensor.of(new float[] {3, 3, -1, -1, 3, 3, -1, -1}, 2, 4));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 30, 100})
  void segmentsAreConnectedNumberedInOrderAndAboutAsManyAsAsked(int segments) {
    Superpixels found = Superpixels.slic(smooth(3, 48, 60, 11), segments, 10, 10);

    int[] labels = labels(found);
    assertThat(found.size()).isBetween((segments + 1) / 2, 2 * segments);
    assertThat(IntStream.of(labels).distinct().toArray())
        .containsExactly(IntStream.range(0, found.size()).toArray());
    assertThat(connectedPieces(labels, 48, 60)).isEqualTo(found.size());
  }

  @Test
  void noiseDoesNotLeaveCrumbs() {
    Random random = new Random(3);
    float[] values = new float[3 * 40 * 40];
    for (int at = 0; at < values.length; at++) {
      values[at] = random.nextFloat();
    }

    Superpixels found = Superpixels.slic(Tensor.of(values, 3, 40, 40), 16, 1, 10);

    int[] sizes = new int[found.size()];
    for (int label : labels(found)) {
      sizes[label]++;
    }
    assertThat(IntStream.of(sizes).boxed()).allMatch(size -> size >= 25); // a quarter of 100 pixels
    assertThat(connectedPieces(labels(found), 40, 40)).isEqualTo(found.size());
  }

  @Test
  void aConstantImageIsCutIntoSquares() {
    Superpixels found = Superpixels.slic(Tensor.zeros(1, 40, 40), 16, 10, 10);

    assertThat(labels(found)).isEqualTo(labels(Superpixels.grid(40, 40, 4, 4)));
  }

  @Test
  void anEdgeBetweenColoursIsAnEdgeBetweenSegments() {
    float[] values = new float[3 * 32 * 32];
    for (int pixel = 0; pixel < 1024; pixel++) {
      boolean isLeft = pixel % 32 + pixel / 64 < 19;
      values[pixel] = isLeft ? 0.9f : 0.1f;
      values[1024 + pixel] = isLeft ? 0.2f : 0.4f;
      values[2048 + pixel] = isLeft ? 0.1f : 0.8f;
    }

    int[] labels = labels(Superpixels.slic(Tensor.of(values, 3, 32, 32), 16, 10, 10));

    for (int left = 0; left < 1024; left++) {
      for (int right = 0; right < 1024; right++) {
        assertThat(labels[left] == labels[right] && values[left] != values[right]).isFalse();
      }
    }
  }

  @Test
  void theSameImageGivesTheSameSegments() {
    Tensor image = smooth(3, 30, 30, 5);

    assertThat(labels(Superpixels.slic(image, 20, 10, 5)))
        .isEqualTo(labels(Superpixels.slic(image, 20, 10, 5)));
  }

  /** Lightness and hue of pure colours as CIE publishes them for sRGB under D65. */
  @Test
  void coloursAreComparedInLab() {
    double[][] lab = CieLab.of(Tensor.of(new float[] {1, 1, 0, 1, 0, 0, 1, 0, 1}, 3, 1, 3));

    assertThat(new double[] {lab[0][0], lab[1][0], lab[2][0]})
        .containsExactly(new double[] {100, 0, 0}, within(0.02));
    assertThat(new double[] {lab[0][1], lab[1][1], lab[2][1]})
        .containsExactly(new double[] {53.24, 80.09, 67.20}, within(0.02));
    assertThat(new double[] {lab[0][2], lab[1][2], lab[2][2]})
        .containsExactly(new double[] {32.30, 79.19, -107.86}, within(0.02));
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> Superpixels.grid(4, 4, 5, 1))
        .hasMessage("a grid of 5 x 1 cells does not fit 4 x 4 pixels");
    assertThatThrownBy(() -> Superpixels.slic(Tensor.zeros(2, 4, 4), 4, 10, 10))
        .hasMessage("Tensor[2, 4, 4]; superpixels need [1 or 3, height, width]");
    assertThatThrownBy(() -> Superpixels.slic(Tensor.zeros(1, 4, 4), 17, 10, 10))
        .hasMessage("segments is 17; need 1 to 16");
    assertThatThrownBy(() -> Superpixels.slic(Tensor.zeros(1, 4, 4), 4, 0, 10))
        .hasMessage("compactness is 0.0; need over 0");
    assertThatThrownBy(
            () -> Superpixels.slic(Tensor.of(new float[] {Float.NaN}, 1, 1, 1), 1, 10, 10))
        .hasMessage("an image for superpixels holds NaN");
  }

  private static Tensor smooth(int channels, int height, int width, long seed) {
    Random random = new Random(seed);
    float[] values = new float[channels * height * width];
    for (int channel = 0; channel < channels; channel++) {
      double down = 1 + 3 * random.nextDouble();
      double across = 1 + 3 * random.nextDouble();
      for (int pixel = 0; pixel < height * width; pixel++) {
        double y = (double) Math.floorDiv(pixel, width) / height;
        double x = (double) (pixel % width) / width;
        values[channel * height * width + pixel] =
            (float) (0.5 + 0.4 * Math.sin(6 * down * y) * Math.cos(6 * across * x));
      }
    }
    return Tensor.of(values, channels, height, width);
  }

  private static int[] labels(Superpixels superpixels) {
    int[] labels = new int[superpixels.height() * superpixels.width()];
    Arrays.setAll(
        labels,
        pixel -> superpixels.labelAt(pixel / superpixels.width(), pixel % superpixels.width()));
    return labels;
  }

  private static int connectedPieces(int[] labels, int height, int width) {
    boolean[] seen = new boolean[labels.length];
    int pieces = 0;
    for (int start = 0; start < labels.length; start++) {
      if (!seen[start]) {
        pieces++;
        Deque<Integer> waiting = new ArrayDeque<>(List.of(start));
        seen[start] = true;
        while (!waiting.isEmpty()) {
          int pixel = waiting.pop();
          for (int next : neighbours(pixel, height, width)) {
            if (!seen[next] && labels[next] == labels[start]) {
              seen[next] = true;
              waiting.push(next);
            }
          }
        }
      }
    }
    return pieces;
  }

  private static List<Integer> neighbours(int pixel, int height, int width) {
    List<Integer> neighbours = new ArrayList<>();
    if (pixel >= width) {
      neighbours.add(pixel - width);
    }
    if (pixel < (height - 1) * width) {
      neighbours.add(pixel + width);
    }
    if (pixel % width > 0) {
      neighbours.add(pixel - 1);
    }
    if (pixel % width < width - 1) {
      neighbours.add(pixel + 1);
    }
    return neighbours;
  }
}
