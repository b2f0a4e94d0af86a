package io.assay.attribution.layer;

import io.assay.AssayException;
import io.assay.ErrorCode;
import java.util.stream.IntStream;

/**
 * One of several things in a row, the last of them, or the mean over all.
 *
 * @param name of the option, such as {@code attention-maps.head}
 * @param text {@code mean}, {@code last} or a number from 0
 */
record Pick(String name, String text) {
  static final String ALLOWED = "mean, last, or a number from 0";

  Pick {
    if (!text.matches("mean|last|[0-9]{1,6}")) {
      throw new IllegalArgumentException(name + " is " + text + "; need " + ALLOWED);
    }
  }

  /**
   * Returns the numbers of those that are meant.
   *
   * @throws AssayException SPEC_INVALID if there are not so many
   */
  int[] of(int count) {
    if (text.equals("mean")) {
      return IntStream.range(0, count).toArray();
    }
    int number = text.equals("last") ? count - 1 : Integer.parseInt(text);
    if (number >= count || count == 0) {
      throw new AssayException(
          ErrorCode.SPEC_INVALID,
          "%s is %s, and the model has %d; they count from 0",
          name,
          text,
          count);
    }
    return new int[] {number};
  }
}
