package io.assay.spark.serve;

import io.assay.aggregate.Importance;
import io.assay.spark.history.FeatureHistory;
import io.assay.spark.history.FeatureHistory.Point;
import io.assay.spark.history.FeatureHistory.Series;
import io.assay.spark.history.FinishedRun;
import io.assay.spark.history.Selection;
import io.assay.spark.history.SharePlot;
import io.assay.spark.serve.Outputs.Output;
import io.assay.table.ImportanceRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** An output: its runs, the features of the newest, and a feature over runs. */
final class HistoryPages {
  private static final int PAGE = 100;
  private static final int MOST_NAMES = 2_000;

  private final Html html;
  private final Output output;
  private final List<FinishedRun> runs;

  /** Shows an output with these runs, those begun first first. */
  HistoryPages(Html html, Output output, List<FinishedRun> runs) {
    this.html = html;
    this.output = output;
    this.runs = runs;
  }

  /** Shows the runs and the features of the newest. */
  Response output(Request request) {
    Map<String, Object> content = new HashMap<>();
    content.put("runs", Pages.lines(output, runs));
    content.put("hasRuns", !runs.isEmpty());
    content.put("href", Pages.address(output));
    List<ImportanceRecord> records =
        runs.isEmpty()
            ? List.of()
            : runs.get(runs.size() - 1).importance(null).stream()
                .filter(record -> record.slice().equals(Selection.ALL_ROWS))
                .toList();
    content.putAll(features(records, request));
    return Response.page(html.page("output", output.title(), List.of(), content));
  }

  private Map<String, Object> features(List<ImportanceRecord> records, Request request) {
    Map<String, Object> content = new HashMap<>();
    List<String> views = records.stream().map(HistoryPages::view).distinct().toList();
    String asked = request.asked("view");
    String view = views.contains(asked) ? asked : views.stream().findFirst().orElse("");
    String search = request.asked("search").toLowerCase(Locale.ROOT);
    List<ImportanceRecord> found =
        records.stream()
            .filter(record -> view(record).equals(view))
            .filter(record -> record.feature().toLowerCase(Locale.ROOT).contains(search))
            .sorted(Comparator.comparingInt(record -> record.importance().rank()))
            .toList();
    int first = (int) Math.min(request.number("from"), Math.max(0, found.size() - 1));
    int end = Math.min(found.size(), first + PAGE);
    double most =
        found.stream()
            .mapToDouble(each -> each.importance().share())
            .filter(Double::isFinite)
            .max()
            .orElse(1);
    content.put("views", choices(views, view));
    content.put("search", request.asked("search"));
    content.put(
        "features",
        found.subList(first, end).stream().map(record -> feature(record, most)).toList());
    content.put(
        "shown",
        found.isEmpty()
            ? "No feature of that name."
            : "%s to %s of %s"
                .formatted(Shown.count(first + 1L), Shown.count(end), Shown.count(found.size())));
    content.put(
        "before", first > 0 ? List.of(page(view, request, Math.max(0, first - PAGE))) : List.of());
    content.put("after", end < found.size() ? List.of(page(view, request, end)) : List.of());
    return content;
  }

  private String page(String view, Request request, int from) {
    return "%s?view=%s&search=%s&from=%d"
        .formatted(
            Pages.address(output),
            Request.encoded(view),
            Request.encoded(request.asked("search")),
            from);
  }

  private static String view(ImportanceRecord record) {
    return record.method() + ", " + record.target();
  }

  private static List<Map<String, Object>> choices(List<String> all, String chosen) {
    return all.stream()
        .map(each -> Map.<String, Object>of("name", each, "isChosen", each.equals(chosen)))
        .toList();
  }

  private Map<String, Object> feature(ImportanceRecord record, double most) {
    Importance i = record.importance();
    return Map.of(
        "name", Shown.shortened(record.feature()),
        "href", Pages.address(output, "history") + "?feature=" + Request.encoded(record.feature()),
        "rank", Shown.ranks(i),
        "share", Shown.percent(i.share()),
        "interval", Shown.interval(i.shareLow(), i.shareHigh()),
        "meanAbs", Shown.number(i.meanAbs()),
        "bar", bar(i.share() / most));
  }

  /** Returns a length as part of 100; nothing for what is no number. */
  static String bar(double share) {
    return String.format(
        Locale.ROOT, "%.2f", Double.isFinite(share) ? 100 * Math.max(0, Math.min(1, share)) : 0);
  }

  /** Shows a feature over runs. */
  Response history(Request request) {
    String feature = request.asked("feature");
    String slice = request.asked("slice").isEmpty() ? Selection.ALL_ROWS : request.asked("slice");
    Map<String, Object> content = new HashMap<>();
    content.put("feature", feature);
    content.put("slice", slice);
    content.put("action", Pages.address(output, "history"));
    List<ImportanceRecord> newest =
        runs.isEmpty() ? List.of() : runs.get(runs.size() - 1).importance(null);
    content.put("features", names(newest, ImportanceRecord::feature));
    content.put("slices", names(newest, ImportanceRecord::slice));
    List<Series> series =
        feature.isEmpty() || runs.isEmpty()
            ? List.of()
            : FeatureHistory.of(runs, feature, new Selection(null, null, slice)).series();
    content.put("series", series.stream().map(this::series).toList());
    String title = feature.isEmpty() ? "History" : Shown.shortened(feature);
    return Response.page(html.page("history", title, List.of(Pages.link(output)), content));
  }

  private static List<String> names(
      List<ImportanceRecord> records, Function<ImportanceRecord, String> name) {
    return records.stream().map(name).distinct().limit(MOST_NAMES).toList();
  }

  private Map<String, Object> series(Series series) {
    List<Map<String, Object>> points = new ArrayList<>();
    for (int i = series.points().size() - 1; i >= 0; i--) {
      Point point = series.points().get(i);
      Importance numbers = point.importance();
      points.add(
          Map.of(
              "run", point.run(),
              "href", Pages.address(output, "run", point.run()),
              "begun", Shown.minutes(point.begun()),
              "rows", Shown.count(numbers.rows()),
              "share", Shown.percent(numbers.share()),
              "interval", Shown.interval(numbers.shareLow(), numbers.shareHigh()),
              "meanAbs", Shown.number(numbers.meanAbs()),
              "rank", Shown.ranks(numbers),
              "changed", point.changed()));
    }
    return Map.of(
        "method",
        series.method(),
        "target",
        series.target(),
        "plots",
        SharePlot.element(series, "of-screens", 900, 280)
            + SharePlot.element(series, "of-telephones", 300, 240),
        "points",
        points);
  }
}
