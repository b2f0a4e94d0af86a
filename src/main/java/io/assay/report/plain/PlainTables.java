package io.assay.report.plain;

import static io.assay.report.number.Numbers.count;
import static io.assay.report.number.Numbers.interval;
import static io.assay.report.number.Numbers.percent;
import static io.assay.report.number.Numbers.rounded;

import io.assay.report.ImportanceSection;
import io.assay.report.ReportContents;
import io.assay.report.number.Numbers;
import io.assay.report.part.DifferenceLine;
import io.assay.report.part.Fair;
import io.assay.report.part.GlobalLine;
import io.assay.report.part.PoweredLine;
import io.assay.report.part.SelectionLine;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The tables of each section, none or one each, in which a reader without scripts finds the leading
 * numbers.
 *
 * @param rows how attributions of sampled rows lie
 * @param powered importance with a surrogate
 * @param effects where curves are lowest and highest
 * @param joint where maps of pairs are lowest and highest
 * @param measures numbers of global methods
 * @param surrogate the first surrogate tree
 * @param selection features on most lists
 * @param differences between slices
 */
public record PlainTables(
    List<PlainTable> rows,
    List<PlainTable> powered,
    List<PlainTable> effects,
    List<PlainTable> joint,
    List<PlainTable> measures,
    List<PlainTable> surrogate,
    List<PlainTable> selection,
    List<PlainTable> differences) {

  /** Makes the tables of a run. */
  public static PlainTables of(ReportContents contents) {
    Map<String, String> titles =
        contents.importance().stream()
            .collect(
                Collectors.toMap(
                    ImportanceSection::method, ImportanceSection::title, (first, same) -> first));
    String confidence = Numbers.confidence(contents.manifest().confidence());
    List<GlobalLine> globals = contents.parts().globals();
    return new PlainTables(
        SampledRows.table(contents),
        powered(contents.parts().powered(), titles, confidence),
        Extremes.ofCurves(globals),
        Extremes.ofMaps(globals),
        measures(globals, confidence),
        TreeNodes.table(contents.parts().trees()),
        selection(contents.parts().selection(), titles),
        differences(contents.parts().differences(), titles, confidence));
  }

  private static List<PlainTable> powered(
      List<PoweredLine> lines, Map<String, String> titles, String confidence) {
    return new PlainTable.Builder<PoweredLine>()
        .number("Rank", line -> count(line.rank()))
        .name("Feature", PoweredLine::feature)
        .text("Method", line -> titles.getOrDefault(line.method(), line.method()))
        .text("Target", PoweredLine::target)
        .number("Mean |attribution|", line -> rounded(line.meanAbs()))
        .number(
            confidence + " interval", line -> interval(line.low(), line.high(), Numbers::rounded))
        .number("Rank interval", line -> line.rankLow() + "\u2013" + line.rankHigh())
        .number("Worth exact rows", line -> Numbers.many(line.plainRows()))
        .table(
            "Powered importance, all rows",
            fairly(
                lines.stream()
                    .filter(line -> line.slice().equals(ImportanceSection.ALL_ROWS))
                    .sorted(PoweredLine.leadingFirst())
                    .toList(),
                line -> List.of(line.method(), line.target())),
            lines.size(),
            "the run\u2019s powered table");
  }

  private static List<PlainTable> measures(List<GlobalLine> globals, String confidence) {
    List<GlobalLine> scores =
        globals.stream()
            .filter(line -> line.kind().equals("score"))
            .sorted(Comparator.comparingInt(GlobalLine::turn))
            .toList();
    return new PlainTable.Builder<GlobalLine>()
        .text(
            "Measure",
            line -> line.title() + (line.measured().isEmpty() ? "" : ": " + line.measured()))
        .name("Feature", line -> line.feature().isEmpty() ? "all" : line.name())
        .text("Target", GlobalLine::target)
        .number("Value", line -> rounded(line.value()))
        .number(
            confidence + " interval", line -> interval(line.low(), line.high(), Numbers::rounded))
        .number("Rank", line -> line.rank() > 0 ? count(line.rank()) : Numbers.NONE)
        .number("Rows", line -> count(line.rows()))
        .table(
            "Global measures",
            fairly(scores, GlobalLine::measure),
            scores.size(),
            "the run\u2019s global table");
  }

  /**
   * Returns as many lines as a table has room for, of each group the first ones, group by group.
   */
  private static <T> List<T> fairly(List<T> lines, Function<T, Object> group) {
    return Fair.first(lines, group, line -> 1, PlainTable.ROWS).stream()
        .collect(Collectors.groupingBy(group, LinkedHashMap::new, Collectors.toList()))
        .values()
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  private static List<PlainTable> selection(List<SelectionLine> lines, Map<String, String> titles) {
    return new PlainTable.Builder<SelectionLine>()
        .name("Feature", SelectionLine::feature)
        .text("Method", line -> titles.getOrDefault(line.method(), line.method()))
        .text("Target", SelectionLine::target)
        .number("Of the lists", line -> percent(line.selectedShare()))
        .text("Chosen", line -> line.isChosen() ? "yes" : "no")
        .number("Cluster", line -> line.cluster() > 0 ? count(line.cluster()) : Numbers.NONE)
        .table(
            "Feature selection",
            fairly(
                lines.stream().sorted(SelectionLine.likelyFirst()).toList(),
                line -> List.of(line.method(), line.target())),
            lines.size(),
            "the run\u2019s features table");
  }

  private static List<PlainTable> differences(
      List<DifferenceLine> lines, Map<String, String> titles, String confidence) {
    return new PlainTable.Builder<DifferenceLine>()
        .name("Feature", DifferenceLine::feature)
        .text("Slice", line -> line.slice() + " against " + line.other())
        .text("Method", line -> titles.getOrDefault(line.method(), line.method()))
        .text("Target", DifferenceLine::target)
        .number("Difference", line -> rounded(line.difference()))
        .number(
            confidence + " interval", line -> interval(line.low(), line.high(), Numbers::rounded))
        .number("q", line -> rounded(line.q()))
        .text("Found", line -> line.isFound() ? "yes" : "no")
        .table(
            "Differences between slices",
            lines.stream().sorted(DifferenceLine.clearestFirst()).toList(),
            lines.size(),
            "the run\u2019s differences table");
  }
}
