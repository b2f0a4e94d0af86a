package io.assay.spark.history;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.report.Manifest;
import io.assay.spark.read.FileTree;
import io.assay.spark.read.FileTree.Entry;
import io.assay.spark.read.HadoopTree;
import io.assay.spark.read.TableFile;
import io.assay.spark.store.RunHome;
import io.assay.spark.store.StoreCalls;
import io.assay.table.ImportanceRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/** A finished run as its manifest and its tables tell of it, on any file system, without Spark. */
public final class FinishedRun {
  private static final Comparator<FinishedRun> BY_TIME =
      Comparator.<FinishedRun, String>comparing(run -> run.manifest().startedAt())
          .thenComparing(FinishedRun::id);

  private final String output;
  private final FileTree files;
  private final List<String> above;
  private final String id;
  private final Manifest manifest;

  private FinishedRun(
      String output, FileTree files, List<String> above, String id, Manifest manifest) {
    this.output = output;
    this.files = files;
    this.above = List.copyOf(above);
    this.id = id;
    this.manifest = manifest;
  }

  /**
   * Opens a run.
   *
   * @param home the folder {@code OUTPUT/runs/RUN_ID}
   * @throws AssayException NOT_FOUND if there is no finished run
   */
  public static FinishedRun open(String home) {
    RunHome named = RunHome.of(home);
    return find(named.output(), new HadoopTree(new Path(named.output())), List.of(), named.run())
        .orElseThrow(() -> RunHome.missing(home));
  }

  /**
   * Returns the finished runs of an output, those begun first first.
   *
   * @param output the folder of all runs
   * @throws AssayException NOT_FOUND if there are none
   */
  public static List<FinishedRun> all(String output) {
    return all(output, new HadoopTree(new Path(output)), List.of());
  }

  /**
   * Returns the finished runs of an output in a tree, those begun first first.
   *
   * @param output what the output is called
   * @param files where it lies
   * @param above its folder there
   * @throws AssayException NOT_FOUND if there are none
   */
  public static List<FinishedRun> all(String output, FileTree files, List<String> above) {
    List<FinishedRun> found =
        readable(
            output,
            files,
            above,
            broken -> {
              throw broken;
            });
    if (found.isEmpty()) {
      throw new AssayException(
          ErrorCode.NOT_FOUND,
          "There is no finished run under %s; name the folder that holds runs/RUN_ID/manifest.json,"
              + " the job's output.path",
          output);
    }
    return found;
  }

  /**
   * Returns the finished runs of an output in a tree whose manifests can be read, those begun first
   * first; none if there are none.
   *
   * @param output what the output is called
   * @param files where it lies
   * @param above its folder there
   * @param broken is told, on any thread, of each manifest that cannot be read; may throw it
   */
  public static List<FinishedRun> readable(
      String output, FileTree files, List<String> above, Consumer<AssayException> broken) {
    List<FinishedRun> found = new ArrayList<>();
    StoreCalls.inOrder(
        files.list(below(above, "runs")),
        run -> {
          try {
            return find(output, files, above, run.name());
          } catch (AssayException e) {
            broken.accept(e);
            return Optional.<FinishedRun>empty();
          }
        },
        run -> run.ifPresent(found::add));
    found.sort(BY_TIME);
    return List.copyOf(found);
  }

  /** Returns a run of an output in a tree, if it is there and finished. */
  public static Optional<FinishedRun> find(
      String output, FileTree files, List<String> above, String id) {
    return files
        .bytes(below(above, "runs", id, "manifest.json"))
        .map(json -> manifest(id, json))
        .map(manifest -> new FinishedRun(output, files, above, id, manifest));
  }

  private static Manifest manifest(String id, byte[] json) {
    try {
      return Manifest.fromJson(new String(json, StandardCharsets.UTF_8));
    } catch (AssayException e) {
      throw AssayException.causedBy(e, e.code(), "Run %s: %s", Words.name(id), e.getMessage());
    }
  }

  private static List<String> below(List<String> above, String... names) {
    List<String> path = new ArrayList<>(above);
    path.addAll(List.of(names));
    return path;
  }

  /** Returns the run's id, the name of its folders. */
  public String id() {
    return id;
  }

  /** Returns what the run's manifest says. */
  public Manifest manifest() {
    return manifest;
  }

  /** Returns the folder of all runs. */
  public String output() {
    return output;
  }

  /**
   * Returns the files of a table in the order of their names; none if the run has no such table.
   *
   * @param table such as {@code importance}
   * @param partitions folders below, such as {@code method=gp-shap}
   */
  public List<Entry> files(String table, String... partitions) {
    List<String> folder = below(above, table, "run_id=" + id);
    folder.addAll(List.of(partitions));
    return files.list(folder).stream()
        .filter(file -> !file.isFolder() && file.name().endsWith(".parquet"))
        .toList();
  }

  /**
   * A table of the run.
   *
   * @param name such as {@code attributions}
   * @param partitions the folders below, such as {@code method=gp-shap}
   * @param files its files, in the order of their names
   */
  public record Table(String name, List<String> partitions, List<Entry> files) {
    /** Copies the lists. */
    public Table {
      partitions = List.copyOf(partitions);
      files = List.copyOf(files);
    }
  }

  /** Returns all tables of the run, in the order of their names. */
  public List<Table> tables() {
    List<Table> tables = new ArrayList<>();
    for (Entry folder : files.list(above)) {
      String name = folder.name();
      if (folder.isFolder() && !name.startsWith("_") && !name.startsWith(".")) {
        add(tables, name, List.of(), below(above, name, "run_id=" + id));
      }
    }
    return tables;
  }

  private void add(List<Table> tables, String name, List<String> partitions, List<String> folder) {
    List<Entry> parts = new ArrayList<>();
    for (Entry each : files.list(folder)) {
      if (each.isFolder() && each.name().contains("=")) {
        add(tables, name, below(partitions, each.name()), each.path());
      } else if (!each.isFolder() && each.name().endsWith(".parquet")) {
        parts.add(each);
      }
    }
    if (!parts.isEmpty()) {
      tables.add(new Table(name, partitions, parts));
    }
  }

  /** Reads one of the run's own files, such as its report; nothing if it is not there. */
  public Optional<byte[]> file(String name) {
    return files.bytes(below(above, "runs", id, name));
  }

  /**
   * Returns the importance table.
   *
   * @param feature of one feature alone; of all if null
   * @throws AssayException NOT_FOUND if it cannot be read
   */
  public List<ImportanceRecord> importance(@Nullable String feature) {
    FilterPredicate filter =
        feature == null
            ? null
            : FilterApi.eq(FilterApi.binaryColumn("feature"), Binary.fromString(feature));
    List<ImportanceRecord> records = new ArrayList<>();
    StoreCalls.inOrder(
        files("importance"), file -> ImportanceRows.of(read(file, filter)), records::addAll);
    return List.copyOf(records);
  }

  /** Opens a file of one of the run's tables. */
  public TableFile read(Entry file) {
    return read(file, null);
  }

  /**
   * Opens a file of one of the run's tables.
   *
   * @param filter rows that it gives when all are asked for; no others
   */
  public TableFile read(Entry file, @Nullable FilterPredicate filter) {
    return TableFile.open(files.input(file), filter);
  }
}
