package io.assay.job;

import io.assay.attribution.Setting;

/** Where the tables go, and how they are laid out. */
public record OutputSpec(
    @Setting(
            meaning =
                "The folder of all runs, on any Hadoop file system, relative to the working directory.")
        String path,
    @Setting(
            meaning =
                "How attributions lie in their table; auto is wide for columns up to 1000 and array for everything else.",
            standard = "auto")
        Layout layout) {
  /** The most columns that auto lays out wide. */
  static final int MOST_WIDE = 1000;

  /** How attributions lie in their table. */
  public enum Layout {
    /** Wide for up to 1000 columns of a table, array for all else. */
    AUTO,
    /** One column a feature group. */
    WIDE,
    /** One list column. */
    ARRAY
  }
}
