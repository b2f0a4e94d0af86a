package io.assay.job.input;

import io.assay.attribution.Setting;
import java.util.Optional;

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

  /**
   * Returns how many rows are explained before it is known how much they differ.
   *
   * @param inputRows rows of the input
   */
  public long atFirst(long inputRows) {
    return sample.map(some -> Math.min(inputRows, some.atFirst())).orElse(inputRows);
  }
}
