package io.assay.job.slices;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An entry of a job's slices. In a job file a column, a condition, {@code {bins: {column: age,
 * count: 5}}} or {@code {cross: [site, "age >= 65"]}}.
 *
 * @param kind the form
 * @param text of {@link Kind#PLAIN}: the column or the condition; empty otherwise
 * @param bins of {@link Kind#BINS}: the ranges
 * @param cross of {@link Kind#CROSS}: the two entries whose slices are crossed
 */
public record SliceSpec(Kind kind, String text, Optional<BinsSpec> bins, List<SliceSpec> cross) {
  /** What may be written, for messages. */
  public static final String FORMS =
      "a column, a condition, {bins: {column: a number's, count: 5}} or {cross: [one of these,"
          + " another]}";

  /** The form. */
  public enum Kind {
    /** A column, each value of which is a slice, or a condition. */
    PLAIN,
    /** Ranges of a number. */
    BINS,
    /** What two entries have in common. */
    CROSS
  }

  /** Copies the list. */
  public SliceSpec {
    cross = List.copyOf(cross);
  }

  /** A column or a condition. */
  public static SliceSpec plain(String text) {
    return new SliceSpec(Kind.PLAIN, text, Optional.empty(), List.of());
  }

  /** Ranges of a number. */
  public static SliceSpec ofBins(BinsSpec bins) {
    return new SliceSpec(Kind.BINS, "", Optional.of(bins), List.of());
  }

  /** Every slice of one entry crossed with every slice of another. */
  public static SliceSpec ofCross(SliceSpec one, SliceSpec other) {
    return new SliceSpec(Kind.CROSS, "", Optional.empty(), List.of(one, other));
  }

  /** Returns what tells this entry from others: its text, the column of ranges, both if crossed. */
  public String name() {
    return switch (kind) {
      case PLAIN -> text;
      case BINS -> bins.map(BinsSpec::column).orElse("");
      case CROSS -> cross.stream().map(SliceSpec::name).collect(Collectors.joining(" & "));
    };
  }

  /** Returns this entry, or those that it crosses. */
  public Stream<SliceSpec> parts() {
    return kind == Kind.CROSS ? cross.stream() : Stream.of(this);
  }
}
