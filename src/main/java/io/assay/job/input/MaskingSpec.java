package io.assay.job.input;

import io.assay.attribution.Setting;

/**
 * What methods that take features away put in their place. In a job file a bare kind, or a block.
 */
public record MaskingSpec(
    @Setting(
            meaning =
                "The rule. Methods that ask for scores alone follow it, but for feature-permutation; all others keep to the baseline.",
            standard = "replace")
        Kind kind) {
  /** The rule. */
  public enum Kind {
    /** The baseline's values. */
    REPLACE,
    /** Of images: what the pixels that are present suggest. */
    INPAINT,
    /** Of texts: nothing; the tokens that are present move up. */
    DELETE
  }
}
