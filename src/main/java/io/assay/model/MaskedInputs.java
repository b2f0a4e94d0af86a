package io.assay.model;

import io.assay.tensor.Tensor;

/**
 * Inputs composed of explained rows and reference rows, described and not yet written: item i takes
 * the features of the players that are present from row {@link #row}, all others from the reference
 * row {@link #reference}. An engine may compose them where it computes.
 */
public interface MaskedInputs {
  /** Returns the explained rows, [rows, ...]. */
  Tensor rows();

  /** Returns the reference rows, [references, ...], of the same row shape. */
  Tensor references();

  /** Returns how many players there are. */
  int players();

  /** Returns the player that a position of a row belongs to, 0 to players - 1. */
  int playerOf(int position);

  /** Returns how many inputs there are. */
  int size();

  /** Returns the explained row of an item. */
  int row(int item);

  /** Returns the reference row of an item. */
  int reference(int item);

  /**
   * Returns which players are present in an item, 64 at a time.
   *
   * @param word players 64 x word and on, the first in the lowest bit
   */
  long present(int item, int word);

  /**
   * Writes some of the inputs; the oracle of engines that compose them elsewhere.
   *
   * @return [to - from, ...]
   */
  default Tensor compose(int from, int to) {
    int width = rows().rowLength();
    float[] inputs = new float[Math.multiplyExact(to - from, width)];
    for (int item = from; item < to; item++) {
      for (int position = 0; position < width; position++) {
        int player = playerOf(position);
        boolean isPresent = (present(item, player >> 6) >>> (player & 63) & 1) != 0;
        inputs[(item - from) * width + position] =
            isPresent
                ? rows().at(row(item) * width + position)
                : references().at(reference(item) * width + position);
      }
    }
    int[] shape = rows().shape();
    shape[0] = to - from;
    return Tensor.of(inputs, shape);
  }
}
