package io.assay.job.slices;

import io.assay.attribution.Setting;
import java.util.List;

/** Slices that are ranges of a number: of about as many rows each, or with edges of one's own. */
public record BinsSpec(
    @Setting(meaning = "The column, of numbers.") String column,
    @Setting(
            meaning =
                "How many ranges, of about as many rows each; fewer where values are equal. The"
                    + " edges are those of all rows, or of the 100,000 rows of the smallest hashes"
                    + " of their ids.",
            standard = "5",
            allowed = "2 to 100")
        int count,
    @Setting(
            meaning = "Where one range ends and the next begins; count is of no use then.",
            standard = "[]",
            allowed = "ascending numbers")
        List<Double> edges) {
  /**
   * Checks the edges.
   *
   * @throws IllegalArgumentException if they do not ascend
   */
  public BinsSpec {
    edges = List.copyOf(edges);
    for (int i = 1; i < edges.size(); i++) {
      if (!(edges.get(i - 1) < edges.get(i))) {
        throw new IllegalArgumentException("bins.edges is " + edges + "; need ascending numbers");
      }
    }
  }

  /** Returns whether the edges depend on the rows of the input. */
  public boolean areOfTheRows() {
    return edges.isEmpty();
  }
}
