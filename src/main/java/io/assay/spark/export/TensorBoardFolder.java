package io.assay.spark.export;

import io.assay.aggregate.Importance;
import io.assay.report.Manifest;
import io.assay.report.picture.ColourScale;
import io.assay.report.picture.HeatMap;
import io.assay.report.picture.Picture;
import io.assay.report.picture.ValueMap;
import io.assay.spark.export.AttributionRows.Room;
import io.assay.spark.history.FinishedRun;
import io.assay.spark.history.FinishedRun.Table;
import io.assay.spark.history.Selection;
import io.assay.table.ImportanceRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A run as TensorBoard shows it, in a folder a job: an event file a run with scalars (importance of
 * the first features over all rows, counts, cost) and pictures, and files for the projector. The
 * step is the run's place among the runs of its output, so that the files of a schedule draw a
 * line.
 */
final class TensorBoardFolder {
  /** Features of a method and target whose numbers are written: the most important. */
  static final int FEATURES = 50;

  /** Rows of a method for the projector, which is slow with more. */
  static final int PROJECTED = 10_000;

  /** Values of a method for the projector, and so fewer rows where a row has many: 80 MB. */
  static final int PROJECTED_VALUES = 4_000_000;

  private static final int DRAWN = 64;
  private static final int LONGEST = 512;
  private static final Pattern CELL = Pattern.compile("y([0-9]{1,4})x([0-9]{1,4})");
  private static final String TENSORS = ".tensors.tsv";
  private static final String METADATA = ".metadata.tsv";

  private final FinishedRun run;
  private final long step;
  private final OutFolder out;
  private final Path folder;

  /**
   * Begins an export.
   *
   * @param step the run's place among the runs of its output, from 0
   */
  TensorBoardFolder(FinishedRun run, long step, OutFolder out) {
    this.run = run;
    this.step = step;
    this.out = out;
    this.folder = out.path(SafeName.of(run.manifest().job()));
  }

  /** Writes everything. */
  void write() {
    Instant begun = Instant.parse(run.manifest().startedAt());
    double seconds = begun.getEpochSecond() + begun.getNano() / 1e9;
    String name =
        String.format(
            Locale.ROOT,
            "events.out.tfevents.%010d.assay.%s",
            begun.getEpochSecond(),
            SafeName.of(run.id()));
    out.put(folder.resolve(name), stream -> events(stream, seconds));
    for (Table table : run.tables()) {
      if (table.name().equals("attributions")) {
        projector(table);
      }
    }
    out.put(folder.resolve("projector_config.pbtxt"), projectorConfig());
  }

  private void events(OutputStream stream, double seconds) throws IOException {
    TensorBoardEvents events = new TensorBoardEvents(stream, seconds, step);
    Map<String, List<ImportanceRecord>> sections = new LinkedHashMap<>();
    for (ImportanceRecord record : run.importance(null)) {
      if (record.slice().equals(Selection.ALL_ROWS)) {
        String section = SafeName.of(record.method()) + " " + SafeName.of(record.target());
        sections.computeIfAbsent(section, absent -> new ArrayList<>()).add(record);
      }
    }
    for (Map.Entry<String, List<ImportanceRecord>> section : sections.entrySet()) {
      scalars(events, section.getKey(), section.getValue());
      cells(events, section.getKey(), section.getValue());
    }
    for (Table table : run.tables()) {
      if (table.name().equals("attributions")) {
        rows(events, table);
      }
    }
    cost(events);
  }

  private static void scalars(
      TensorBoardEvents events, String section, List<ImportanceRecord> records) throws IOException {
    for (ImportanceRecord record : records) {
      Importance i = record.importance();
      if (i.rank() <= FEATURES) {
        String feature = "/" + SafeName.of(record.feature());
        events.scalar("share " + section + feature, i.share());
        events.scalar("share_low " + section + feature, i.shareLow());
        events.scalar("share_high " + section + feature, i.shareHigh());
        events.scalar("mean_abs " + section + feature, i.meanAbs());
      }
    }
  }

  private void cost(TensorBoardEvents events) throws IOException {
    Manifest manifest = run.manifest();
    events.scalar("run/rows explained", (double) manifest.counts().attributed());
    events.scalar("run/rows rejected", (double) manifest.counts().rejected());
    double seconds = manifest.timings().values().stream().mapToDouble(each -> each).sum();
    events.scalar("run/seconds", seconds);
  }

  /** Draws mean |attribution| of pixels or cells, where features are such. */
  private static void cells(
      TensorBoardEvents events, String section, List<ImportanceRecord> records) throws IOException {
    int height = 0;
    int width = 0;
    for (ImportanceRecord record : records) {
      Matcher cell = CELL.matcher(record.feature());
      if (!cell.matches()) {
        return;
      }
      height = Math.max(height, Integer.parseInt(cell.group(1)) + 1);
      width = Math.max(width, Integer.parseInt(cell.group(2)) + 1);
    }
    if ((long) height * width != records.size()) {
      return;
    }
    float[] means = new float[records.size()];
    for (ImportanceRecord record : records) {
      Matcher cell = CELL.matcher(record.feature());
      if (cell.matches()) {
        int place = Integer.parseInt(cell.group(1)) * width + Integer.parseInt(cell.group(2));
        means[place] = (float) record.importance().meanAbs();
      }
    }
    draw(events, "mean_abs/" + section, ValueMap.of(height, width, means));
  }

  /** Draws rows against values: a line a row. */
  private void rows(TensorBoardEvents events, Table table) throws IOException {
    List<AttributionRows.Row> rows =
        AttributionRows.of(run, table, new Room(DRAWN, PROJECTED_VALUES)).rows();
    int width = rows.isEmpty() ? 0 : rows.get(0).values().size();
    if (width == 0 || rows.stream().anyMatch(row -> row.values().size() != width)) {
      return;
    }
    float[] values = new float[rows.size() * width];
    for (int y = 0; y < rows.size(); y++) {
      for (int x = 0; x < width; x++) {
        values[y * width + x] = rows.get(y).values().get(x);
      }
    }
    draw(events, "rows by values/" + method(table), ValueMap.of(rows.size(), width, values));
  }

  private static String method(Table table) {
    return SafeName.of(String.join(" ", table.partitions()).replaceFirst("^method=", ""));
  }

  private static void draw(TensorBoardEvents events, String tag, ValueMap values)
      throws IOException {
    ValueMap map = values.within(LONGEST);
    Picture blank = Picture.of(new float[map.height() * map.width()], 1, map.height(), map.width());
    Picture picture = new HeatMap(blank, map, ColourScale.of(List.of(map))).map();
    int longest = Math.max(picture.height(), picture.width());
    Picture large = picture.enlarged(Math.max(1, LONGEST / longest));
    events.image(tag, large.height(), large.width(), large.png());
  }

  private void projector(Table table) {
    AttributionRows rows = AttributionRows.of(run, table, new Room(PROJECTED, PROJECTED_VALUES));
    String name = SafeName.of(run.id()) + "." + method(table);
    StringBuilder tensors = new StringBuilder();
    StringBuilder metadata = new StringBuilder(line(rows.columns()));
    for (AttributionRows.Row row : rows.rows()) {
      tensors.append(line(row.values().stream().map(String::valueOf).toList()));
      metadata.append(line(row.cells()));
    }
    out.put(folder.resolve(name + TENSORS), tensors.toString());
    out.put(folder.resolve(name + METADATA), metadata.toString());
  }

  /** Tabs and ends of lines cannot be told in such a file: they become spaces. */
  private static String line(List<String> cells) {
    return String.join(
            "\t", cells.stream().map(cell -> cell.replaceAll("[\\t\\r\\n\\v\\f]", " ")).toList())
        + "\n";
  }

  /** Names all that lie in the folder, of this run and of others. */
  private String projectorConfig() {
    StringBuilder config = new StringBuilder();
    for (String file : out.names(folder, TENSORS)) {
      String name = file.substring(0, file.length() - TENSORS.length());
      config.append(
          """
          embeddings {
            tensor_name: "%s"
            tensor_path: "%s"
            metadata_path: "%s"
          }
          """
              .formatted(name, file, name + METADATA));
    }
    return config.toString();
  }
}
