package io.assay.job.input;

import io.assay.attribution.Setting;
import java.util.List;
import java.util.Optional;

/**
 * Which pixels of an image are attributed together. In a job file: {@code pixels}, {@code {grid:
 * [7, 7]}} or {@code {slic: {segments: 50}}}.
 *
 * @param kind the rule
 * @param grid of {@link Kind#GRID}: rows and columns; empty otherwise
 * @param slic of {@link Kind#SLIC}: how the segments are found
 */
public record PixelGroups(Kind kind, List<Integer> grid, Optional<Slic> slic) {
  /** What may be written, for messages. */
  public static final String FORMS =
      "pixels, {grid: [rows, columns]} or {slic: {segments: 50, compactness: 10}}";

  /** The rule. */
  public enum Kind {
    /** Every pixel alone, over its channels. */
    PIXELS,
    /** Cells of equal size, the same for every image. */
    GRID,
    /** Segments of like colour, each image its own. */
    SLIC
  }

  /** How segments of like colour are found. */
  public record Slic(
      @Setting(
              meaning = "How many segments an image gets, about and at most.",
              standard = "50",
              allowed = "2 to 2000",
              unit = "segments")
          int segments,
      @Setting(
              meaning = "How much nearness counts against likeness of colour.",
              standard = "10",
              allowed = "0.01 to 1000")
          double compactness) {}

  /** Copies the list. */
  public PixelGroups {
    grid = List.copyOf(grid);
  }

  /** Every pixel alone. */
  public static PixelGroups pixels() {
    return new PixelGroups(Kind.PIXELS, List.of(), Optional.empty());
  }

  /** Cells of equal size. */
  public static PixelGroups ofGrid(int rows, int columns) {
    return new PixelGroups(Kind.GRID, List.of(rows, columns), Optional.empty());
  }

  /** Segments of like colour. */
  public static PixelGroups ofSlic(Slic slic) {
    return new PixelGroups(Kind.SLIC, List.of(), Optional.of(slic));
  }
}
