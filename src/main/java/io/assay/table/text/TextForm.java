package io.assay.table.text;

import io.assay.attribution.Setting;
import java.io.Serializable;

/**
 * How the tokens of a text become a model's input.
 *
 * @param length positions of the input, 1 to 65536
 * @param tooLong what becomes of a text that has more tokens
 */
public record TextForm(
    @Setting(meaning = "Token ids of the model's input", allowed = "1 to 65536", unit = "tokens")
        int length,
    @Setting(
            meaning = "What becomes of a text that has more tokens",
            standard = "reject",
            allowed = "reject, cut")
        TooLong tooLong)
    implements Serializable {
  private static final int LONGEST = 65_536;

  /** What becomes of a text that has more tokens than the model's input. */
  public enum TooLong {
    /** It is a fault. */
    REJECT,
    /** Its last tokens are left out; what the tokenizer added at the end stays. */
    CUT
  }

  /**
   * Checks the length.
   *
   * @throws IllegalArgumentException if it is out of its range
   */
  public TextForm {
    if (length < 1 || length > LONGEST) {
      throw new IllegalArgumentException("text.length is " + length + "; need 1 to " + LONGEST);
    }
  }
}
