package io.assay.job.slices;

import io.assay.attribution.Setting;
import java.util.List;
import java.util.Optional;

/** How slices are compared; nothing is, where a job has no slices. */
public record DifferencesSpec(
    @Setting(
            meaning =
                "The share that may be chance of all differences that are found in a run, on"
                    + " average: Benjamini and Hochberg's rate over all records of the table.",
            standard = "0.05",
            allowed = "0.0001 to 0.5")
        double falseDiscoveryRate,
    @Setting(
            meaning =
                "Where one side has fewer rows the difference is not tested, and does not count as"
                    + " a test.",
            standard = "30",
            allowed = "2 to 1000000000",
            unit = "rows")
        long leastRows,
    @Setting(
            meaning =
                "Slices by column of which every two values are compared with each other, beside"
                    + " each with the rest of the rows; up to 100 slices.",
            standard = "[]",
            allowed = "names of entries of slices: a column, also of bins; two with & between them")
        List<String> pairs,
    @Setting(
            meaning =
                "Searches the slices, and what they have in common, for those whose importance"
                    + " differs most from the rest of the rows; {} searches with the defaults.",
            standard = "none")
        Optional<SearchSpec> search) {
  /** Copies the list. */
  public DifferencesSpec {
    pairs = List.copyOf(pairs);
  }

  /** Returns the defaults. */
  public static DifferencesSpec standard() {
    return new DifferencesSpec(0.05, 30, List.of(), Optional.empty());
  }
}
