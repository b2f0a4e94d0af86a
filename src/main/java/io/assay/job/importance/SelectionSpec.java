package io.assay.job.importance;

import io.assay.attribution.Setting;

/** How the list of the most important features is made. */
public record SelectionSpec(
    @Setting(
            meaning =
                "The share of the importance that the listed features must have together, such as"
                    + " 0.9; with 0 there is no table features.",
            standard = "0",
            allowed = "0 to 1")
        double share,
    @Setting(
            meaning =
                "Of lists made from rows drawn again, the share that must hold a feature for it to"
                    + " be chosen.",
            standard = "0.8",
            allowed = "0 to 1")
        double agreement,
    @Setting(
            meaning =
                "How much the attributions of two clusters of features must correlate, on average,"
                    + " to be one.",
            standard = "0.5",
            allowed = "-1 to 1")
        double correlation) {
  /** Returns whether features are listed at all. */
  public boolean isAsked() {
    return share > 0;
  }
}
