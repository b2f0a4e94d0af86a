package io.assay.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class MaskGridTest {
  @Test
  void aMaskOfEqualCellsIsThatValueEverywhere() {
    MaskGrid grid = MaskGrid.over(13, 20, 4);
    float[] cells = new float[grid.cells()];
    Arrays.fill(cells, 0.25f);

    assertThat(grid.stretched(cells, 1, 2)).hasSize(260).containsOnly(0.25f);
  }

  @Test
  void aShiftMovesTheMask() {
    MaskGrid grid = MaskGrid.over(12, 12, 3);
    float[] cells = {1, 0, 0, 0, 1, 0, 0, 0, 1};

    float[] still = grid.stretched(cells, 0, 0);
    float[] moved = grid.stretched(cells, 2, 1);

    for (int y = 0; y < 10; y++) {
      for (int x = 0; x < 11; x++) {
        assertThat(moved[y * 12 + x]).isEqualTo(still[(y + 2) * 12 + x + 1]);
      }
    }
  }

  @Test
  void maskValuesLieBetweenTheCells() {
    SplittableRandom random = new SplittableRandom(1);
    MaskGrid grid = MaskGrid.over(30, 41, 7);
    float[] cells = new float[grid.cells()];
    for (int cell = 0; cell < cells.length; cell++) {
      cells[cell] = random.nextInt(2);
    }

    for (int down = 0; down < grid.shiftsDown(); down++) {
      for (float value : grid.stretched(cells, down, grid.shiftsRight() - 1)) {
        assertThat(value).isBetween(0f, 1f);
      }
    }
  }

  @Test
  void aLineIsInterpolatedBetweenCellCentres() {
    // two cells over four pixels and one cell more, six in all: centres at 1 and 4 (edges at 0, 3)
    float[] mask = MaskGrid.over(1, 4, 2).stretched(new float[] {0, 1}, 0, 1);

    assertThat(mask).containsExactly(new float[] {0, 1 / 3f, 2 / 3f, 1}, within(1e-6f));
  }

  @Test
  void aGridIsNoFinerThanThePixels() {
    assertThat(MaskGrid.over(2, 9, 4).cells()).isEqualTo(8);
    assertThat(MaskGrid.over(2, 9, 4).shiftsDown()).isEqualTo(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MaskGrid.over(3, 3, 0))
        .withMessageContaining("a grid of 0 cells");
  }
}
