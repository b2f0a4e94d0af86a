package io.assay.report.plain;

import static io.assay.report.number.Numbers.count;
import static io.assay.report.number.Numbers.rounded;

import io.assay.report.part.Curve;
import io.assay.report.part.Fair;
import io.assay.report.part.GlobalLine;
import io.assay.report.part.PairMap;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Where a curve or a map is lowest and where it is highest.
 *
 * @param name the feature, or the pair
 */
record Extremes(
    String name,
    String method,
    String target,
    double least,
    String leastAt,
    double most,
    String mostAt,
    long rows) {
  private static final String WHERE = "the run\u2019s global table";

  /** Returns the table of the curves, of each method the first features. */
  static List<PlainTable> ofCurves(List<GlobalLine> globals) {
    List<Curve> all =
        Curve.all(globals).stream().filter(curve -> !curve.value().isEmpty()).toList();
    List<Curve> shown =
        Fair.first(
            all, curve -> List.of(curve.method(), curve.target()), curve -> 1, PlainTable.ROWS);
    return table(
        "Feature", shown.stream().map(Extremes::of).flatMap(Optional::stream).toList(), all.size());
  }

  /** Returns the table of the maps, of each method the first pairs. */
  static List<PlainTable> ofMaps(List<GlobalLine> globals) {
    List<PairMap> all = PairMap.all(globals);
    List<PairMap> shown =
        Fair.first(all, map -> List.of(map.method(), map.target()), map -> 1, PlainTable.ROWS);
    return table(
        "Pair", shown.stream().map(Extremes::of).flatMap(Optional::stream).toList(), all.size());
  }

  private static List<PlainTable> table(String what, List<Extremes> shown, int of) {
    return new PlainTable.Builder<Extremes>()
        .name(what, Extremes::name)
        .text("Method", Extremes::method)
        .text("Target", Extremes::target)
        .number("Least", each -> rounded(each.least()))
        .text("where it is", Extremes::leastAt)
        .number("Greatest", each -> rounded(each.most()))
        .text("where it is", Extremes::mostAt)
        .number("Rows", each -> count(each.rows()))
        .table("The model\u2019s answer, least and greatest", shown, of, WHERE);
  }

  private static Optional<Extremes> of(Curve curve) {
    return of(
        new Extremes(curve.feature(), curve.title(), curve.target(), 0, "", 0, "", curve.rows()),
        curve.value(),
        i -> place(curve.x().get(i), curve.labels().get(i)));
  }

  private static Optional<Extremes> of(PairMap map) {
    int across = map.across().size();
    return of(
        new Extremes(map.name(), map.title(), map.target(), 0, "", 0, "", map.rows()),
        map.value(),
        i -> place(map.along().get(i / across)) + ", " + place(map.across().get(i % across)));
  }

  private static String place(PairMap.Place place) {
    return place(place.x(), place.label());
  }

  private static String place(Number x, String label) {
    return label.isEmpty() ? rounded(x.doubleValue()) : label;
  }

  private static Optional<Extremes> of(
      Extremes named, List<Number> values, IntFunction<String> where) {
    int[] known =
        IntStream.range(0, values.size())
            .filter(i -> Double.isFinite(values.get(i).doubleValue()))
            .toArray();
    if (known.length == 0) {
      return Optional.empty();
    }
    int least = known[0];
    int most = known[0];
    for (int i : known) {
      least = values.get(i).doubleValue() < values.get(least).doubleValue() ? i : least;
      most = values.get(i).doubleValue() > values.get(most).doubleValue() ? i : most;
    }
    return Optional.of(
        new Extremes(
            named.name,
            named.method,
            named.target,
            values.get(least).doubleValue(),
            where.apply(least),
            values.get(most).doubleValue(),
            where.apply(most),
            named.rows));
  }
}
