package io.assay.table;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A column that says in which slices a row lies.
 *
 * @param name the column or the condition, as the job names it; of crossed columns both
 * @param kind what its values say
 * @param edges of {@link Kind#BINS}: where one range ends and the next begins, ascending
 * @param parts of {@link Kind#CROSS}: the two columns that are crossed
 */
public record SliceColumn(String name, Kind kind, List<Double> edges, List<SliceColumn> parts)
    implements Serializable {
  /** What stands between the names of slices that are crossed. */
  public static final String AND = " & ";

  /** What the values say. */
  public enum Kind {
    /** Every value is a slice of its own, such as {@code site=north}; null is one too. */
    VALUE,
    /** A condition: rows where it is true are a slice of its name, such as {@code age >= 65}. */
    CONDITION,
    /** The name of the range in which a number lies, such as {@code 40 <= age < 65}. */
    BINS,
    /** The names of two slices, such as {@code site=north & age >= 65}; null if one is missing. */
    CROSS
  }

  /** Copies the lists. */
  public SliceColumn {
    edges = edges == null ? List.of() : List.copyOf(edges); // in plans of earlier versions
    parts = parts == null ? List.of() : List.copyOf(parts);
  }

  /** A column that cuts the rows into one slice a value. */
  public static SliceColumn value(String name) {
    return new SliceColumn(name, Kind.VALUE, List.of(), List.of());
  }

  /** A condition whose true rows are one slice; its column holds {@code true} or {@code false}. */
  public static SliceColumn condition(String name) {
    return new SliceColumn(name, Kind.CONDITION, List.of(), List.of());
  }

  /**
   * A column of numbers that cuts the rows into ranges, and into those without a number.
   *
   * @param edges ascending; a number that is an edge lies in the range above
   */
  public static SliceColumn bins(String name, List<Double> edges) {
    return new SliceColumn(name, Kind.BINS, edges, List.of());
  }

  /** Every slice of one column crossed with every slice of another. */
  public static SliceColumn cross(SliceColumn one, SliceColumn other) {
    return new SliceColumn(one.name + AND + other.name, Kind.CROSS, List.of(), List.of(one, other));
  }

  /** Returns the slice of a row that has this value, if there is one. */
  public Optional<String> sliceOf(@Nullable String value) {
    return switch (kind) {
      case VALUE -> Optional.of(value == null ? ofNull() : name + "=" + value);
      case CONDITION -> "true".equals(value) ? Optional.of(name) : Optional.empty();
      case BINS, CROSS -> Optional.ofNullable(value);
    };
  }

  /** Returns the slice of rows without a value. */
  public String ofNull() {
    return name + " is null";
  }

  /** Returns the slice of rows whose number is none. */
  public String ofNan() {
    return name + " is NaN";
  }

  /** Returns the names of the ranges, one more than edges. */
  public List<String> ranges() {
    List<String> numbers = edges.stream().map(SliceColumn::number).toList();
    List<String> names = new ArrayList<>();
    for (int range = 0; range <= numbers.size(); range++) {
      String from = range == 0 ? "" : numbers.get(range - 1);
      if (range == numbers.size()) {
        names.add(name + " >= " + from);
      } else {
        names.add((from.isEmpty() ? "" : from + " <= ") + name + " < " + numbers.get(range));
      }
    }
    return names;
  }

  /** Returns whether a slice may be one of this column's, of which no two have a row in common. */
  public boolean mayHave(String slice) {
    return switch (kind) {
      case VALUE -> slice.startsWith(name + "=") || slice.equals(ofNull());
      case CONDITION -> slice.equals(name);
      case BINS -> ranges().contains(slice) || slice.equals(ofNull()) || slice.equals(ofNan());
      case CROSS -> slice.contains(AND) && hasParts(slice);
    };
  }

  private boolean hasParts(String slice) {
    for (int at = slice.indexOf(AND); at >= 0; at = slice.indexOf(AND, at + 1)) {
      if (parts.get(0).mayHave(slice.substring(0, at))
          && parts.get(1).mayHave(slice.substring(at + AND.length()))) {
        return true;
      }
    }
    return false;
  }

  private static String number(double edge) {
    return new BigDecimal(Double.toString(edge)).stripTrailingZeros().toPlainString();
  }

  @Override
  public String toString() {
    String ranges = edges.isEmpty() ? "" : ranges().stream().collect(Collectors.joining(", "));
    return name + (ranges.isEmpty() ? "" : " (" + ranges + ")");
  }
}
