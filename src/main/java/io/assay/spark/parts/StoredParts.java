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
    stored.read(places.differences(), row -> differences.add(difference(row)));
    List<GlobalLine> globals = new ArrayList<>();
    for (FileStatus method : stored.methods(places.global())) {
      stored.read(method.getPath(), row -> globals.add(global(row)));
    }
    List<SelectionLine> selection = new ArrayList<>();
    stored.read(places.features(), row -> selection.add(selection(row)));
    List<PoweredLine> powered = new ArrayList<>();
    stored.read(places.powered(), row -> powered.add(powered(row)));
    List<String> trees = new ArrayList<>();
    for (FileStatus file : stored.list(places.home())) {
      String name = file.getPath().getName();
      if (name.startsWith("surrogate-") && name.endsWith(".json")) {
        trees.add(stored.text(file.getPath()));
      }
    }
    return new Parts(differences, globals, selection, trees, powered);
  }

  private void read(Path folder, Consumer<NamedRow> consumer) {
    for (FileStatus file : list(folder)) {
      if (file.getPath().getName().endsWith(".parquet")) {
        try (TableFile table = TableFile.open(file, hadoop, null)) {
          NamedRow.Names names = new NamedRow.Names(table.columns());
          table.forEach(
              table.columns(),
              row -> {
                consumer.accept(new NamedRow(names, row));
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

  private static DifferenceLine difference(NamedRow row) {
    return new DifferenceLine(
        row.text("method"),
        row.text("target"),
        row.text("slice"),
        row.text("other"),
        row.text("feature"),
        row.count("rows"),
        row.count("other_rows"),
        row.number("difference"),
        row.number("low"),
        row.number("high"),
        row.number("p"),
        row.number("q"),
        row.isTrue("found"));
  }

  private static GlobalLine global(NamedRow row) {
    String method = row.text("method");
    return new GlobalLine(
        method,
        GlobalCatalog.find(method).map(entry -> entry.info().title()).orElse(method),
        row.text("target"),
        row.text("feature"),
        row.text("with"),
        row.text("kind"),
        row.number("x"),
        row.number("x_with"),
        row.text("label"),
        row.text("row_id"),
        row.number("value"),
        row.number("low"),
        row.number("high"),
        row.place("rank"),
        row.place("rank_low"),
        row.place("rank_high"),
        row.count("rows"));
  }

  private static SelectionLine selection(NamedRow row) {
    return new SelectionLine(
        row.text("method"),
        row.text("target"),
        row.text("feature"),
        row.place("cluster"),
        row.place("leaf_order"),
        row.number("selected_share"),
        row.number("stability"),
        row.isTrue("chosen"));
  }

  private static PoweredLine powered(NamedRow row) {
    String slice = row.text("slice");
    return new PoweredLine(
        row.text("method"),
        row.text("target"),
        slice.equals(StateKey.ALL_ROWS) ? ImportanceSection.ALL_ROWS : slice,
        row.text("feature"),
        row.count("rows"),
        row.count("exact_rows"),
        row.number("factor"),
        row.number("mean_abs"),
        row.number("low"),
        row.number("high"),
        row.place("rank"),
        row.place("rank_low"),
        row.place("rank_high"),
        row.number("plain_rows"),
        Double.NaN,
        Double.NaN,
        Double.NaN);
  }
}
