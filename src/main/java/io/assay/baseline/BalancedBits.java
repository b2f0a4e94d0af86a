package io.assay.baseline;

import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Random masks of zeros and ones in independent blocks, so balanced within a block that its means
 * are less wrong than those of as many independent masks. Over the draw of a block each mask has
 * independent bits, which are 1 with the probability asked for.
 *
 * <ul>
 *   <li>Probability one half: a block is a Hadamard matrix of Sylvester's kind, with at least one
 *       row more than there are bits, its columns drawn and flipped at random, and its complement.
 *       No bit is correlated with another, so that what is additive in the bits is averaged without
 *       error; and none with the product of two others. Source: Plackett and Burman (1946), doi
 *       10.1093/biomet/33.4.305; Box and Wilson (1951), doi 10.1111/j.2517-6161.1951.tb00067.x, for
 *       the complement.
 *   <li>Any other: a Latin hypercube, in which every bit is 1 in the block's share of masks, up to
 *       one. Source: McKay, Beckman and Conover (1979), doi 10.1080/00401706.1979.10489755.
 * </ul>
 *
 * <p>There are at least eight blocks; where masks are too few for that, blocks are pairs of
 * complements, or hypercubes of an eighth of the masks.
 */
public final class BalancedBits {
  private static final int FEWEST_BLOCKS = 8;

  private final int bits;
  private final int blockSize;
  private final BitSet[] masks;

  private BalancedBits(int bits, int blockSize, BitSet[] masks) {
    this.bits = bits;
    this.blockSize = blockSize;
    this.masks = masks;
  }

  /**
   * Draws masks.
   *
   * @param bits of each mask, at least 1
   * @param probability of a bit to be 1, over 0 and under 1
   * @param most how many masks at most, at least 16; see {@link #size(int, double, int)}
   * @param random draws them
   */
  public static BalancedBits drawn(int bits, double probability, int most, RandomGenerator random) {
    int blockSize = blockSize(bits, probability, most);
    BitSet[] masks = new BitSet[size(bits, probability, most)];
    for (int from = 0; from < masks.length; from += blockSize) {
      for (int mask = from; mask < from + blockSize; mask++) {
        masks[mask] = new BitSet(bits);
      }
      if (probability != 0.5) {
        drawCube(masks, from, blockSize, bits, probability, random);
      } else {
        drawPairs(masks, from, blockSize / 2, bits, random);
      }
    }
    return new BalancedBits(bits, blockSize, masks);
  }

  /** Returns how many masks are drawn if there may be so many: whole blocks. */
  public static int size(int bits, double probability, int most) {
    int blockSize = blockSize(bits, probability, most);
    return most / blockSize * blockSize;
  }

  /** Returns how many masks a block has then. */
  static int blockSize(int bits, double probability, int most) {
    if (bits < 1 || most < 2 * FEWEST_BLOCKS || !(probability > 0) || probability >= 1) {
      throw new IllegalArgumentException(
          "%d masks of %d bits with probability %s; need at least 16, 1, and between 0 and 1"
              .formatted(most, bits, probability));
    }
    long whole = 4 * Long.highestOneBit(bits);
    if (whole * FEWEST_BLOCKS <= most) {
      return (int) whole;
    }
    return probability == 0.5 ? 2 : most / FEWEST_BLOCKS;
  }

  /** Draws half a block, and its complement after it. */
  private static void drawPairs(
      BitSet[] masks, int from, int half, int bits, RandomGenerator random) {
    int[] columns = half > bits ? columns(half, bits, random) : new int[bits];
    for (int bit = 0; bit < bits; bit++) {
      boolean isFlipped = random.nextBoolean();
      for (int row = 0; row < half; row++) {
        boolean isOne = (Integer.bitCount(row & columns[bit]) & 1) != 0 ^ isFlipped;
        masks[from + row].set(bit, isOne);
        masks[from + half + row].set(bit, !isOne);
      }
    }
  }

  /** Draws distinct columns of the matrix but the first, which is the same in all rows. */
  private static int[] columns(int rows, int bits, RandomGenerator random) {
    int[] columns = new int[rows - 1];
    for (int column = 0; column < columns.length; column++) {
      columns[column] = column + 1;
    }
    shuffle(columns, bits, random);
    return columns;
  }

  private static void drawCube(
      BitSet[] masks, int from, int size, int bits, double probability, RandomGenerator random) {
    int[] strata = new int[size];
    for (int stratum = 0; stratum < size; stratum++) {
      strata[stratum] = stratum;
    }
    for (int bit = 0; bit < bits; bit++) {
      shuffle(strata, size, random);
      for (int row = 0; row < size; row++) {
        masks[from + row].set(bit, (strata[row] + random.nextDouble()) / size < probability);
      }
    }
  }

  /** Draws the first so many. */
  private static void shuffle(int[] numbers, int first, RandomGenerator random) {
    for (int i = 0; i < first; i++) {
      int other = i + random.nextInt(numbers.length - i);
      int moved = numbers[other];
      numbers[other] = numbers[i];
      numbers[i] = moved;
    }
  }

  /** Returns how many bits a mask has. */
  public int bits() {
    return bits;
  }

  /** Returns how many masks there are. */
  public int size() {
    return masks.length;
  }

  /** Returns how many masks a block has; blocks come one after the other. */
  public int blockSize() {
    return blockSize;
  }

  /** Returns whether a bit of a mask is 1. */
  public boolean isOne(int mask, int bit) {
    return masks[mask].get(bit);
  }

  /** Returns the masks as coalitions: players whose bit is 1 are present. */
  public Coalitions coalitions() {
    return Coalitions.of(bits, List.of(masks));
  }
}
