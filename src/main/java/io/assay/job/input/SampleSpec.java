package io.assay.job.input;

import io.assay.attribution.Setting;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** How large a sample of rows is: so many rows, or as many as a precision takes. */
public record SampleSpec(
    @Setting(
            meaning = "How many rows. Either this or precision.",
            standard = "none",
            allowed = "2 to 1000000000000")
        Optional<Long> rows,
    @Setting(
            meaning =
                "How precise importance shall be: half the width of the widest interval of a"
                    + " feature over all rows, as a share of the largest importance, for every"
                    + " method and target. A first round of 1 / precision^2 rows, 200 to 10,000,"
                    + " tells how many are needed; more rounds follow until it is reached or all"
                    + " rows are explained. Either this or rows.",
            standard = "none",
            allowed = "0.0001 to 1")
        Optional<Double> precision,
    @Setting(
            meaning =
                "For precision: the confidence that all features of a method and target are within"
                    + " it at once.",
            standard = "0.95",
            allowed = "0.5 to 0.9999")
        double confidence,
    @Setting(
            meaning =
                "A surrogate whose attributions of all rows are combined with the exact ones of the"
                    + " sample, without bias (prediction-powered importance): the table powered,"
                    + " and narrower intervals for precision. For one class or column of a table's"
                    + " rows.",
            standard = "none")
        Optional<PoweredSpec> poweredBy) {
  private static final long FEWEST = 200;
  private static final long MOST = 10_000;

  /** Checks that the size is said in one way. */
  public SampleSpec {
    if (rows.isPresent() == precision.isPresent()) {
      throw new IllegalArgumentException(
          rows.isPresent()
              ? "it has both rows and precision; take one of the two"
              : "it has neither rows nor precision; give {rows: 20000} or {precision: 0.02}");
    }
  }

  /** A sample without a surrogate. */
  public SampleSpec(Optional<Long> rows, Optional<Double> precision, double confidence) {
    this(rows, precision, confidence, Optional.empty());
  }

  /** Returns this sample with its surrogate under another path. */
  SampleSpec withFile(UnaryOperator<String> change) {
    return new SampleSpec(
        rows, precision, confidence, poweredBy.map(trees -> trees.withFile(change)));
  }

  /** Returns in words what is explained. */
  public String words() {
    String size =
        precision
            .map(share -> "of a precision of " + share + " at a confidence of " + confidence)
            .orElseGet(() -> "of " + atFirst() + " rows");
    return "a random sample by row id " + size;
  }

  /** Returns the rows of the first round; with a fixed number of rows there is no other. */
  public long atFirst() {
    double share = precision.orElse(1.0);
    return rows.orElseGet(
        () -> Math.max(FEWEST, Math.min(MOST, (long) Math.ceil(1 / (share * share)))));
  }
}
