package io.assay.job;

import io.assay.attribution.Setting;

/** Where the tables go, and how they are laid out. */
public record OutputSpec(
    @Setting(
            meaning =
                "The folder of all runs, on any Hadoop file system, relative to the working directory.")
        String path,
    @Setting(meaning = "How attributions lie in their table.", standard = "wide") Layout layout) {

  /** How attributions lie in their table. */
  public enum Layout {
    /** One column a feature group. */
    WIDE,
    /** One list column. */
    ARRAY
  }
}
