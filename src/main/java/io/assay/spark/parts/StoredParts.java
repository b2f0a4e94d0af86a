package io.assay.spark.parts;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.global.catalog.GlobalCatalog;
import io.assay.report.ImportanceSection;
import io.assay.report.part.DifferenceLine;
import io.assay.report.part.GlobalLine;
import io.assay.report.part.Parts;
import io.assay.report.part.PoweredLine;
import io.assay.report.part.SelectionLine;
import io.assay.run.StateKey;
import io.assay.spark.read.TableFile;
import io.assay.spark.read.TableRow;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Reads tables that only some runs have; of a table that is not there nothing is known. */
public final class StoredParts {
  private static final List<String> DIFFERENCE =
      List.of(
          "method",
          "target",
          "slice",
          "other",
          "feature",
          "rows",
          "other_rows",
          "difference",
          "low",
          "high",
          "p",
          "q",
          "found");
  private static final List<String> GLOBAL =
      List.of(
          "method",
          "target",
          "feature",
          "with",
          "kind",
          "x",
          "x_with",
          "label",
          "row_id",
          "value",
          "low",
          "high",
          "rank",
          "rank_low",
          "rank_high",
          "rows");
  private static final List<String> SELECTION =
      List.of(
          "method",
          "target",
          "feature",
          "cluster",
          "leaf_order",
          "selected_share",
          "stability",
          "chosen");
  private static final List<String> POWERED =
      List.of(
          "method",
          "target",
          "slice",
          "feature",
          "rows",
          "exact_rows",
          "factor",
          "mean_abs",
          "low",
          "high",
          "rank",
          "rank_low",
          "rank_high",
          "plain_rows");

  private final FileSystem files;
  private final Configuration hadoop;

  private StoredParts(FileSystem files, Configuration hadoop) {
    this.files = files;
    this.hadoop = hadoop;
  }

  /**
   * Where the tables of a run lie.
   *
   * @param differences of slices
   * @param global a folder a method
   * @param features clusters and selection
   * @param powered what a sample and a surrogate say together
   * @param home the run's own files
   */
  public record Places(Path differences, Path global, Path features, Path powered, Path home) {}

  /**
   * Reads what there is.
   *
   * @throws AssayException NOT_FOUND if a table is there and cannot be read
   */
  public static Parts of(FileSystem files, Configuration hadoop, Places places) {
    StoredParts stored = new StoredParts(files, hadoop);
    List<DifferenceLine> differences = new ArrayList<>();
    stored.read(places.differences(), DIFFERENCE, row -> differences.add(difference(row)));
    List<GlobalLine> globals = new ArrayList<>();
    for (FileStatus method : stored.methods(places.global())) {
      stored.read(method.getPath(), GLOBAL, row -> globals.add(global(row)));
    }
    List<SelectionLine> selection = new ArrayList<>();
    stored.read(places.features(), SELECTION, row -> selection.add(selection(row)));
    List<PoweredLine> powered = new ArrayList<>();
    stored.read(places.powered(), POWERED, row -> powered.add(powered(row)));
    List<String> trees = new ArrayList<>();
    for (FileStatus file : stored.list(places.home())) {
      String name = file.getPath().getName();
      if (name.startsWith("surrogate-") && name.endsWith(".json")) {
        trees.add(stored.text(file.getPath()));
      }
    }
    return new Parts(differences, globals, selection, trees, powered);
  }

  private void read(Path folder, List<String> columns, Consumer<TableRow> consumer) {
    for (FileStatus file : list(folder)) {
      if (file.getPath().getName().endsWith(".parquet")) {
        try (TableFile table = TableFile.open(file, hadoop, null)) {
          table.forEach(
              columns,
              row -> {
                consumer.accept(row);
                return true;
              });
        }
      }
    }
  }

  private List<FileStatus> list(Path folder) {
    return io(
        folder,
        path -> {
          try {
            FileStatus[] found = files.listStatus(path);
            Arrays.sort(found, Comparator.comparing(file -> file.getPath().getName()));
            return List.of(found);
          } catch (FileNotFoundException none) {
            return List.of();
          }
        });
  }

  /** Returns the folders of methods, in the order in which people should meet them. */
  private List<FileStatus> methods(Path folder) {
    List<String> order =
        GlobalCatalog.entries().stream().map(entry -> "method=" + entry.info().key()).toList();
    List<FileStatus> methods = new ArrayList<>(list(folder));
    methods.sort(
        Comparator.comparingInt(
            method -> {
              int place = order.indexOf(method.getPath().getName());
              return place < 0 ? order.size() : place;
            }));
    return methods;
  }

  private String text(Path file) {
    return io(
        file,
        path -> {
          try (FSDataInputStream in = files.open(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
          }
        });
  }

  /** Something that is done with a path. */
  private interface Reading<T> {
    T of(Path path) throws IOException;
  }

  private static <T> T io(Path path, Reading<T> reading) {
    try {
      return reading.of(path);
    } catch (IOException e) {
      throw AssayException.causedBy(
          e, ErrorCode.NOT_FOUND, "Cannot read %s: %s", path, e.getMessage());
    }
  }

  private static DifferenceLine difference(TableRow row) {
    return new DifferenceLine(
        row.text(0),
        row.text(1),
        row.text(2),
        row.text(3),
        row.text(4),
        (long) row.number(5),
        (long) row.number(6),
        row.number(7),
        row.number(8),
        row.number(9),
        row.number(10),
        row.number(11),
        Boolean.TRUE.equals(row.cell(12)));
  }

  private static GlobalLine global(TableRow row) {
    String method = row.text(0);
    return new GlobalLine(
        method,
        GlobalCatalog.find(method).map(entry -> entry.info().title()).orElse(method),
        row.text(1),
        row.text(2),
        row.text(3),
        row.text(4),
        row.number(5),
        row.number(6),
        row.text(7),
        row.text(8),
        row.number(9),
        row.number(10),
        row.number(11),
        (int) row.number(12),
        (int) row.number(13),
        (int) row.number(14),
        (long) row.number(15));
  }

  private static SelectionLine selection(TableRow row) {
    return new SelectionLine(
        row.text(0),
        row.text(1),
        row.text(2),
        (int) row.number(3),
        (int) row.number(4),
        row.number(5),
        row.number(6),
        Boolean.TRUE.equals(row.cell(7)));
  }

  private static PoweredLine powered(TableRow row) {
    String slice = row.text(2);
    return new PoweredLine(
        row.text(0),
        row.text(1),
        slice.equals(StateKey.ALL_ROWS) ? ImportanceSection.ALL_ROWS : slice,
        row.text(3),
        (long) row.number(4),
        (long) row.number(5),
        row.number(6),
        row.number(7),
        row.number(8),
        row.number(9),
        (int) row.number(10),
        (int) row.number(11),
        (int) row.number(12),
        row.number(13),
        Double.NaN,
        Double.NaN,
        Double.NaN);
  }
}
