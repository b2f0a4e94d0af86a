package io.assay.report.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Maps of pairs, put together from the cells of a table. */
class PairMapTest {
  private static final double NONE = Double.NaN;

  /** What stands in a table for a place along a feature. */
  private record Place(double x, String label) {
    String text() {
      return label.isEmpty() ? String.valueOf((float) x) : label;
    }
  }

  private static Place at(double x) {
    return new Place(x, "");
  }

  private static Place named(String label) {
    return new Place(NONE, label);
  }

  /** As the table says it: a label where one of the two places has a name. */
  private static List<GlobalLine> cells(List<Place> along, List<Place> across) {
    List<GlobalLine> cells = new ArrayList<>();
    for (Place one : along) {
      for (Place two : across) {
        boolean isPlain = one.label().isEmpty() && two.label().isEmpty();
        cells.add(
            cell(one.x(), two.x(), isPlain ? "" : one.text() + " / " + two.text(), cells.size()));
      }
    }
    return cells;
  }

  private static GlobalLine cell(double x, double xWith, String label, double value) {
    return new GlobalLine(
        "pdp", "PDP", "t", "a", "b", "cell", x, xWith, label, "", value, value, value, 0, 0, 0, 9);
  }

  private static void expect(List<Place> along, List<Place> across) {
    List<PairMap> maps = PairMap.all(cells(along, across));

    assertThat(maps).hasSize(1);
    assertThat(maps.get(0).along())
        .extracting(PairMap.Place::label)
        .containsExactlyElementsOf(along.stream().map(Place::label).toList());
    assertThat(maps.get(0).across())
        .extracting(PairMap.Place::label)
        .containsExactlyElementsOf(across.stream().map(Place::label).toList());
    assertThat(maps.get(0).along())
        .extracting(place -> place.x().doubleValue())
        .containsExactlyElementsOf(along.stream().map(Place::x).toList());
    assertThat(maps.get(0).value()).hasSize(along.size() * across.size());
  }

  @Test
  void numbersAgainstNumbers() {
    expect(List.of(at(1), at(2), at(3)), List.of(at(0.1), at(0.25)));
    expect(List.of(at(1)), List.of(at(0.1), at(0.25), at(7)));
    expect(List.of(at(1)), List.of(at(2)));
  }

  @Test
  void categoriesAgainstNumbersAndAgainstEachOther() {
    expect(List.of(named("A"), named("B")), List.of(at(0.1), at(0.2), at(0.3)));
    expect(List.of(at(0.1), at(0.2), at(0.3)), List.of(named("A"), named("B")));
    expect(List.of(named("A"), named("B")), List.of(named("x"), named("y"), named("z")));
  }

  @Test
  void categoriesThatAreCodesKeepTheirNames() {
    expect(List.of(new Place(0, "monthly"), new Place(1, "yearly")), List.of(at(5), at(6)));
  }

  @Test
  void missingValuesStandAmongNumbers() {
    expect(List.of(at(1), at(2), named("missing")), List.of(at(3), at(4), named("missing")));
    expect(List.of(at(1), at(2)), List.of(at(3), named("missing")));
  }

  @Test
  void namesMayHoldWhatStandsBetweenThem() {
    expect(List.of(named("A / B"), named("A")), List.of(named("C / D"), named("/"), at(1)));
    expect(List.of(named("1.0"), named(" / ")), List.of(named(" / "), named("x")));
  }

  @Test
  void cellsThatMakeNoWholeMapArePassedOver() {
    List<GlobalLine> cells = cells(List.of(at(1), at(2), at(3)), List.of(at(1), at(2)));

    assertThat(PairMap.all(cells.subList(0, 5))).isEmpty();
    assertThat(PairMap.all(List.of(cell(1, 1, "x", 0), cell(1, 1, "x", 0)))).isEmpty();
  }
}
