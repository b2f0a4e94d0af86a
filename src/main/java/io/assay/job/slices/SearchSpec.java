package io.assay.job.slices;

import io.assay.attribution.Setting;

/** How slices are searched that differ most. */
public record SearchSpec(
    @Setting(
            meaning =
                "Rows in which is searched, drawn by their ids; all if there are no more. One half"
                    + " chooses slices, the other says by how much they differ.",
            standard = "20000",
            allowed = "200 to 1000000",
            unit = "rows")
        int rows,
    @Setting(meaning = "How many slices are found.", standard = "10", allowed = "1 to 100")
        int most,
    @Setting(
            meaning = "How many slices are crossed at most; 1 crosses none.",
            standard = "2",
            allowed = "1 to 3")
        int depth) {
  /** Returns the defaults. */
  public static SearchSpec standard() {
    return new SearchSpec(20_000, 10, 2);
  }
}
