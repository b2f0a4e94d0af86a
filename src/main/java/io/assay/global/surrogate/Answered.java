package io.assay.global.surrogate;

import io.assay.tensor.Tensor;
import java.util.stream.IntStream;

/**
 * Rows and what the model says of them.
 *
 * @param input [rows, width], in the model's input units; NaN where a value is missing
 * @param scores [rows] the score that is imitated, score units
 * @param wins [rows] 1 where the model decides for the target, else 0; zeros of a regression
 */
public record Answered(Tensor input, Tensor scores, Tensor wins) {
  /** Checks that the three are of the same rows. */
  public Answered {
    if (input.rank() != 2 || scores.rows() != input.rows() || wins.rows() != input.rows()) {
      throw new IllegalArgumentException(
          "input is %s, scores %s, wins %s; need [rows, width], [rows], [rows]"
              .formatted(input, scores, wins));
    }
  }

  /** Returns how many rows there are. */
  public int rows() {
    return input.rows();
  }

  /** Returns how many values a row has. */
  public int width() {
    return input.rowLength();
  }

  /** Returns chosen rows, in the order given. */
  public Answered select(int... rows) {
    return new Answered(input.select(rows), scores.select(rows), wins.select(rows));
  }

  /** Returns the rows whose score is a number. */
  Answered finite() {
    int[] finite =
        IntStream.range(0, rows()).filter(row -> Float.isFinite(scores.at(row))).toArray();
    return finite.length == rows() ? this : select(finite);
  }
}
