package io.assay.job.importance;

import io.assay.attribution.Setting;

/** How the error that comes of drawing the background is found. */
public record BackgroundErrorSpec(
    @Setting(
            meaning =
                "How many rows, about, are explained again without each fold of the background, by"
                    + " every method that the baseline matters to; 0 leaves the error out of the"
                    + " intervals.",
            standard = "0",
            allowed = "0 to 1000000",
            unit = "rows")
        int rows,
    @Setting(
            meaning =
                "Into how many folds the background is cut; more folds know the error better and"
                    + " cost more. No more than it has rows.",
            standard = "20",
            allowed = "2 to 200",
            unit = "folds")
        int folds) {
  /** Of fewer background rows, half are no background for every method. */
  public static final int FEWEST_BACKGROUND_ROWS = 4;
}
