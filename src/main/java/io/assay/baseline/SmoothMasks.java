package io.assay.baseline;

import java.util.random.RandomGenerator;

/**
 * Random smooth masks of an image: coarse grids of zeros and ones ({@link BalancedBits}), stretched
 * and shifted ({@link MaskGrid}). The masks of a balanced block have one shift; as many such blocks
 * as leave at least eight of ours make up a block of ours, over which shifts are spread evenly.
 * Every pixel of every mask has the grid's probability as its expectation.
 *
 * <p>Source: Petsiuk, Das and Saenko (2018), RISE, arXiv 1806.07421, section 3.2, where all grids
 * and shifts are independent. Shifts follow the additive recurrence on two irrational numbers of
 * Roberts (2018), The Unreasonable Effectiveness of Quasirandom Sequences, from a random start.
 */
public final class SmoothMasks {
  private static final int FEWEST_BLOCKS = 8;

  private static final double PLASTIC = 1.324717957244746;

  private final MaskGrid grid;
  private final BalancedBits bits;
  private final int together; // balanced blocks a block
  private final int[] down; // [balanced blocks]
  private final int[] right;

  private SmoothMasks(MaskGrid grid, BalancedBits bits, int together, int[] down, int[] right) {
    this.grid = grid;
    this.bits = bits;
    this.together = together;
    this.down = down;
    this.right = right;
  }

  /**
   * Draws masks.
   *
   * @param probability of a cell to be 1, over 0 and under 1
   * @param most how many masks at most, at least 16
   * @param random draws them
   */
  public static SmoothMasks drawn(
      MaskGrid grid, double probability, int most, RandomGenerator random) {
    BalancedBits bits = BalancedBits.drawn(grid.cells(), probability, most, random);
    int blocks = bits.size() / bits.blockSize();
    int together = Math.max(1, blocks / FEWEST_BLOCKS);
    int[] down = new int[blocks / together * together];
    int[] right = new int[down.length];
    double first = 0;
    double second = 0;
    for (int block = 0; block < down.length; block++) {
      boolean isStart = block % together == 0;
      first = isStart ? random.nextDouble() : (first + 1 / PLASTIC) % 1;
      second = isStart ? random.nextDouble() : (second + 1 / (PLASTIC * PLASTIC)) % 1;
      down[block] = (int) (first * grid.shiftsDown());
      right[block] = (int) (second * grid.shiftsRight());
    }
    return new SmoothMasks(grid, bits, together, down, right);
  }

  /** Returns how many masks there are: at most as many as were asked for, in whole blocks. */
  public int size() {
    return down.length * bits.blockSize();
  }

  /**
   * Returns how many masks are drawn if there may be so many: whole blocks.
   *
   * @param cells of the grid
   */
  public static int size(int cells, double probability, int most) {
    int size = BalancedBits.size(cells, probability, most);
    int blockSize = BalancedBits.blockSize(cells, probability, most);
    int blocks = size / blockSize;
    int together = Math.max(1, blocks / FEWEST_BLOCKS);
    return blocks / together * together * blockSize;
  }

  /** Returns how many masks a block has; blocks are independent and come one after the other. */
  public int blockSize() {
    return together * bits.blockSize();
  }

  /** Returns a mask, [height, width], values 0 to 1. */
  public float[] mask(int number) {
    float[] cells = new float[grid.cells()];
    for (int cell = 0; cell < cells.length; cell++) {
      cells[cell] = bits.isOne(number, cell) ? 1 : 0;
    }
    int block = number / bits.blockSize();
    return grid.stretched(cells, down[block], right[block]);
  }
}
