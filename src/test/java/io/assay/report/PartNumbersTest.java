package io.assay.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.aggregate.Importance;
import io.assay.report.part.Curve;
import io.assay.report.part.DifferenceLine;
import io.assay.report.part.GlobalLine;
import io.assay.report.part.Parts;
import io.assay.report.part.PoweredLine;
import io.assay.report.part.SelectionLine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a page takes of tables that only some runs have. */
class PartNumbersTest {
  @Test
  void ofManyDifferencesThoseFoundComeFirstThenTheClearest() {
    List<DifferenceLine> lines = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      double p = i % 3 == 0 ? Double.NaN : (i * 7 % 1000) / 1000.0;
      lines.add(
          new DifferenceLine("m", "t", "s" + i, "rest", "f", 9, 9, 1, 0, 2, p, p, i % 100 == 1));
    }

    PartNumbers numbers = numbers(parts(lines, List.of()));

    assertThat(numbers.differences()).hasSize(400);
    assertThat(numbers.differencesOmitted()).isEqualTo(600);
    assertThat(numbers.differences().subList(0, 10)).allMatch(DifferenceLine::isFound);
    assertThat(numbers.differences().subList(10, 400)).noneMatch(DifferenceLine::isFound);
    assertThat(numbers.differences().subList(10, 400).stream().map(DifferenceLine::p)).isSorted();
  }

  @Test
  void everyMethodHasItsFirstFeaturesHoweverManyLinesAnotherHas() {
    List<GlobalLine> lines = new ArrayList<>();
    for (int feature = 0; feature < 300; feature++) {
      for (int at = 0; at < 20; at++) {
        lines.add(point("pdp", "f" + feature, "", at));
        for (int row = 0; row < 50; row++) {
          lines.add(point("ice", "f" + feature, "row" + row, at));
        }
      }
    }

    PartNumbers numbers = numbers(parts(List.of(), lines));

    List<Curve> curves = numbers.curves();
    assertThat(curves).filteredOn(curve -> curve.method().equals("pdp")).hasSize(67);
    assertThat(curves).filteredOn(curve -> curve.method().equals("ice")).hasSize(66);
    assertThat(curves.size() + numbers.curvesOmitted()).isEqualTo(600);
    assertThat(curves).extracting(Curve::feature).contains("f0", "f66").doesNotContain("f67");
    int points = curves.stream().mapToInt(c -> 3 * c.value().size() + 20 * c.lines().size()).sum();
    assertThat(points).isLessThanOrEqualTo(PartNumbers.POINTS);
    assertThat(curves)
        .filteredOn(c -> c.method().equals("ice"))
        .allMatch(c -> c.lines().size() == 6);
  }

  @Test
  void aCurveHoldsItsPointsInOrderAndItsMissingValue() {
    List<GlobalLine> lines = List.of(point("pdp", "f", "", 3), point("pdp", "f", "", 5), missing());

    Curve curve = numbers(parts(List.of(), lines)).curves().get(0);

    assertThat(curve.x()).extracting(Number::doubleValue).containsExactly(3.0, 5.0, Double.NaN);
    assertThat(curve.labels()).containsExactly("", "", "missing");
    assertThat(curve.value()).extracting(Number::doubleValue).containsExactly(6.0, 10.0, 1.0);
    assertThat(curve.lines()).isEmpty();
  }

  @Test
  void ofManyScoresTheFirstRanksOfEveryMeasureStay() {
    List<GlobalLine> lines = new ArrayList<>();
    for (int feature = 0; feature < 1000; feature++) {
      lines.add(score("permutation", "f" + feature, 1000 - feature));
    }
    for (int feature = 0; feature < 300; feature++) {
      lines.add(score("sage", "f" + feature, feature + 1));
    }
    lines.add(score("sage", "", 0));

    PartNumbers numbers = numbers(parts(List.of(), lines));

    assertThat(numbers.scores()).hasSize(500).isSubsetOf(lines);
    assertThat(numbers.scoresOmitted()).isEqualTo(801);
    assertThat(numbers.scores())
        .filteredOn(line -> line.method().equals("permutation"))
        .extracting(GlobalLine::rank)
        .contains(1, 250)
        .doesNotContain(251);
    assertThat(numbers.scores()).filteredOn(line -> line.feature().isEmpty()).hasSize(1);
  }

  @Test
  void aSelectionThatIsTooLongKeepsWhatIsOnMostLists() {
    List<SelectionLine> lines = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      lines.add(new SelectionLine("m", "t", "f" + i, 0, i, i / 600.0, 0.5, i > 590));
    }

    PartNumbers numbers = numbers(new Parts(List.of(), List.of(), lines, List.of(), List.of()));

    assertThat(numbers.selection()).hasSize(500);
    assertThat(numbers.selectionOmitted()).isEqualTo(100);
    assertThat(numbers.selection()).extracting(SelectionLine::feature).contains("f599", "f100");
  }

  @Test
  void mapsAreWholeOrLeftOut() {
    List<GlobalLine> lines = new ArrayList<>();
    for (int pair = 0; pair < 9; pair++) {
      lines.addAll(GlobalLines.cells("f" + pair, "g"));
    }

    PartNumbers numbers = numbers(parts(List.of(), lines));

    assertThat(numbers.maps()).hasSize(7).allMatch(map -> map.value().size() == 400);
    assertThat(numbers.mapsOmitted()).isEqualTo(2);
    assertThat(numbers.hasMaps()).isTrue();
  }

  @Test
  void poweredLinesStandBesideWhatTheImportanceTableHas() {
    ReportContents contents = PartRuns.all();
    Importance plain = contents.importance().get(0).features().get(3).importance();
    String feature = contents.importance().get(0).features().get(3).name();

    PartNumbers numbers = PartNumbers.of(contents.parts(), contents.importance());

    PoweredLine line =
        numbers.powered().stream().filter(each -> each.feature().equals(feature)).findFirst().get();
    assertThat(line.slice()).isEqualTo(ImportanceSection.ALL_ROWS);
    assertThat(line.plain()).isEqualTo(plain.meanAbs());
    assertThat(line.plainLow()).isEqualTo(plain.low());
    assertThat(line.plainHigh()).isEqualTo(plain.high());
    assertThat(numbers.powered().get(0).rank()).isEqualTo(1);
  }

  private static GlobalLine score(String method, String feature, int rank) {
    return new GlobalLine(
        method,
        method,
        "t",
        feature,
        "",
        "score",
        Double.NaN,
        Double.NaN,
        "",
        "",
        1,
        0,
        2,
        rank,
        rank,
        rank,
        9);
  }

  private static PartNumbers numbers(Parts parts) {
    return PartNumbers.of(parts, List.of());
  }

  private static Parts parts(List<DifferenceLine> differences, List<GlobalLine> globals) {
    return new Parts(differences, globals, List.of(), List.of(), List.of());
  }

  private static GlobalLine point(String method, String feature, String row, double x) {
    String kind = row.isEmpty() ? "curve" : "line";
    return new GlobalLine(
        method,
        method,
        "t",
        feature,
        "",
        kind,
        x,
        Double.NaN,
        "",
        row,
        2 * x,
        x,
        3 * x,
        0,
        0,
        0,
        9);
  }

  private static GlobalLine missing() {
    return new GlobalLine(
        "pdp",
        "pdp",
        "t",
        "f",
        "",
        "curve",
        Double.NaN,
        Double.NaN,
        "missing",
        "",
        1,
        0,
        2,
        0,
        0,
        0,
        9);
  }
}
