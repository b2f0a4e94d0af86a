package io.assay.report.part;

import io.assay.report.number.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a method says of two features together: a value for every place of the one and every place
 * of the other.
 *
 * @param method the method's key
 * @param title what people call it
 * @param target the explained output
 * @param feature the first feature
 * @param with the second
 * @param along the places of the first
 * @param across the places of the second
 * @param value row by row: the places of the second at the first place of the first, and so on
 * @param low lower ends of the intervals
 * @param high upper ends
 * @param rows behind each value
 */
public record PairMap(
    String method,
    String title,
    String target,
    String feature,
    String with,
    List<Place> along,
    List<Place> across,
    List<Number> value,
    List<Number> low,
    List<Number> high,
    long rows) {
  private static final String BETWEEN = " / ";

  /**
   * A place along a feature.
   *
   * @param x where it is; NaN for a category
   * @param label what it is called; empty if x says it all
   */
  public record Place(Number x, String label) {
    private String number() {
      return String.valueOf(x.floatValue());
    }

    /** Returns the place as the label of a cell says it. */
    String text() {
      return label.isEmpty() ? number() : label;
    }
  }

  /** Names a map. */
  private record Name(String method, String target, String feature, String with) {}

  /** Returns the maps of a table, in its order; cells that make no whole map are passed over. */
  public static List<PairMap> all(List<GlobalLine> globals) {
    Map<Name, List<GlobalLine>> byName = new LinkedHashMap<>();
    for (GlobalLine line : globals) {
      if (line.kind().equals("cell")) {
        Name name = new Name(line.method(), line.target(), line.feature(), line.with());
        byName.computeIfAbsent(name, unseen -> new ArrayList<>()).add(line);
      }
    }
    return byName.values().stream().map(PairMap::of).flatMap(Optional::stream).toList();
  }

  /**
   * Returns as many whole maps as there is room for, of every method and target the first pairs.
   *
   * @param cells of all maps together
   */
  public static List<PairMap> fitting(List<PairMap> all, int cells) {
    return Fair.first(
        all, map -> List.of(map.method(), map.target()), map -> map.value().size(), cells);
  }

  /** Returns the pair's name. */
  public String name() {
    return feature + " x " + with;
  }

  private static Optional<PairMap> of(List<GlobalLine> cells) {
    for (int across = 1; across <= cells.size(); across++) {
      if (cells.size() % across == 0) {
        Optional<List<List<Place>>> axes = axes(cells, across);
        if (axes.isPresent()) {
          return Optional.of(of(cells, axes.get().get(0), axes.get().get(1)));
        }
      }
    }
    return Optional.empty();
  }

  private static PairMap of(List<GlobalLine> cells, List<Place> along, List<Place> across) {
    GlobalLine first = cells.get(0);
    return new PairMap(
        first.method(),
        first.title(),
        first.target(),
        first.feature(),
        first.with(),
        along,
        across,
        cells.stream().map(each -> Numbers.shortened(each.value())).toList(),
        cells.stream().map(each -> Numbers.shortened(each.low())).toList(),
        cells.stream().map(each -> Numbers.shortened(each.high())).toList(),
        first.rows());
  }

  /** Returns the places of both features if so many across fit what all cells say of themselves. */
  private static Optional<List<List<Place>>> axes(List<GlobalLine> cells, int across) {
    int at = 0;
    while (at < cells.size() - 1 && cells.get(at).label().isEmpty()) {
      at++;
    }
    String label = cells.get(at).label();
    int cut = label.indexOf(BETWEEN);
    do {
      String first = cut < 0 ? "" : label.substring(0, cut + BETWEEN.length());
      String second = cut < 0 ? "" : label.substring(cut);
      List<Place> rows = new ArrayList<>();
      for (int i = at % across; i < cells.size(); i += across) {
        rows.add(new Place(cells.get(i).x(), without(cells.get(i).label(), "", second)));
      }
      List<Place> columns = new ArrayList<>();
      int row = at - at % across;
      for (GlobalLine cell : cells.subList(row, row + across)) {
        columns.add(new Place(cell.xWith(), without(cell.label(), first, "")));
      }
      if (fit(cells, rows, columns)) {
        return Optional.of(List.of(shown(rows), shown(columns)));
      }
      cut = label.indexOf(BETWEEN, cut + 1);
    } while (cut >= 0);
    return Optional.empty();
  }

  private static String without(String label, String begin, String end) {
    boolean isWhole =
        label.length() >= begin.length() + end.length()
            && label.startsWith(begin)
            && label.endsWith(end);
    return isWhole ? label.substring(begin.length(), label.length() - end.length()) : label;
  }

  /** Each place is met once, and each cell says the places of its row and its column. */
  private static boolean fit(List<GlobalLine> cells, List<Place> rows, List<Place> columns) {
    if (rows.stream().distinct().count() < rows.size()
        || columns.stream().distinct().count() < columns.size()) {
      return false;
    }
    for (int i = 0; i < cells.size(); i++) {
      GlobalLine cell = cells.get(i);
      Place row = rows.get(i / columns.size());
      Place column = columns.get(i % columns.size());
      boolean isNamed =
          cell.label().isEmpty() || cell.label().equals(row.text() + BETWEEN + column.text());
      if (!isNamed
          || !row.x().equals((Number) cell.x())
          || !column.x().equals((Number) cell.xWith())) {
        return false;
      }
    }
    return true;
  }

  /** A place whose name is its number needs none. */
  private static List<Place> shown(List<Place> places) {
    return places.stream()
        .map(
            place ->
                new Place(
                    Numbers.shortened(place.x().doubleValue()),
                    place.label().equals(place.number()) ? "" : place.label()))
        .toList();
  }
}
