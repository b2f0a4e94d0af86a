package io.assay.job.input;

import io.assay.attribution.Setting;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Which rows of the input are explained: all, or a random sample. */
public record RowsSpec(
    @Setting(
            meaning =
                "A random sample, in place of all rows: those of the smallest hashes of seed and"
                    + " row id, whatever files and partitions they lie in. Needs a row-id; rows"
                    + " without one are in no sample.",
            standard = "none")
        Optional<SampleSpec> sample) {
  private static final RowsSpec ALL = new RowsSpec(Optional.empty());

  /** All rows. */
  public static RowsSpec all() {
    return ALL;
  }

  /** Returns these rows with the file of a surrogate under another path. */
  public RowsSpec withFile(UnaryOperator<String> change) {
    return new RowsSpec(sample.map(some -> some.withFile(change)));
  }

  /** Returns the surrogate that is explained on all rows, if there is one. */
  public Optional<PoweredSpec> poweredBy() {
    return sample.flatMap(SampleSpec::poweredBy);
  }

  /**
   * Returns how many rows are explained before it is known how much they differ.
   *
   * @param inputRows rows of the input
   */
  public long atFirst(long inputRows) {
    return sample.map(some -> Math.min(inputRows, some.atFirst())).orElse(inputRows);
  }
}
