package io.assay.job.importance;

import io.assay.attribution.Setting;
import java.util.Optional;

/** What importance tables are to say, and how surely. */
public record ImportanceSpec(
    @Setting(
            meaning =
                "What the intervals of mean magnitudes, shares and ranks rest on: asymptotic on the"
                    + " normal limit, corrected for skewness, good from about 30 rows on; strict on"
                    + " importance.largest alone, for any number of rows, looked at any number of"
                    + " times, about twice as wide. Strict magnitudes are those of the estimates,"
                    + " noise included.",
            standard = "asymptotic")
        Intervals intervals,
    @Setting(
            meaning =
                "For strict intervals: the largest |attribution| that any row and feature can have,"
                    + " by any of the job's methods; 1 for Shapley values of probabilities. Where a"
                    + " row exceeds it, the tables have no bounds.",
            standard = "none",
            allowed = "1e-30 to 1e30",
            unit = "as the score")
        Optional<Double> largest,
    @Setting(
            meaning =
                "How the error that comes of drawing the background gets into asymptotic intervals:"
                    + " some rows are explained again without each fold of the background.",
            standard = "{}")
        BackgroundErrorSpec backgroundError,
    @Setting(
            meaning =
                "The table features: which of them are surely among the most important, and which"
                    + " go together.",
            standard = "{}")
        SelectionSpec selection) {

  /** What intervals rest on. */
  public enum Intervals {
    /** The normal limit. */
    ASYMPTOTIC,
    /** Bounded attributions. */
    STRICT
  }

  /** Returns whether intervals are strict. */
  public boolean isStrict() {
    return intervals == Intervals.STRICT;
  }

  /** Returns what intervals rest on, in words. */
  public String words() {
    if (isStrict()) {
      return "strict, |attribution| at most " + largest.map(String::valueOf).orElse("?");
    }
    return backgroundError.rows() > 0
        ? "asymptotic, with the error of drawing the background"
        : "asymptotic";
  }

  /** Returns whether sums of rows made for another one are also those for this one. */
  public boolean sumsAs(ImportanceSpec other) {
    return intervals == other.intervals
        && backgroundError.equals(other.backgroundError)
        && selection.isAsked() == other.selection.isAsked();
  }
}
