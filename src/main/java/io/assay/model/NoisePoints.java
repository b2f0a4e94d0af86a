package io.assay.model;

import io.assay.tensor.Tensor;

/**
 * Every row with noise added, draw by draw. Draws come in pairs, 2k and 2k + 1; the two of an
 * antithetic pair have opposite signs.
 *
 * @param centres [rows, ...] the rows
 * @param offsets [rows, draws, ...] what is added; an even number of draws
 */
public record NoisePoints(Tensor centres, Tensor offsets) {
  /** Checks that the parts fit. */
  public NoisePoints {
    boolean fits =
        offsets.rank() == centres.rank() + 1
            && offsets.rows() == centres.rows()
            && offsets.rowLength() == offsets.size(1) * centres.rowLength();
    if (!fits || offsets.size(1) % 2 != 0) {
      throw new IllegalArgumentException(
          "offsets %s do not fit rows %s; need [rows, an even number of draws, ...]"
              .formatted(offsets, centres));
    }
  }

  /** Returns how many draws a row has. */
  public int draws() {
    return offsets.size(1);
  }
}
