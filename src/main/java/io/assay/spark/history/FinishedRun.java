package io.assay.spark.history;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.report.Manifest;
import io.assay.spark.read.TableFile;
import io.assay.spark.store.StoreCalls;
import io.assay.table.ImportanceRecord;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
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

  private final Path output;
  private final Manifest manifest;
  private final String id;
  private final Configuration hadoop;

  private FinishedRun(Path output, String id, Manifest manifest, Configuration hadoop) {
    this.output = output;
    this.id = id;
    this.manifest = manifest;
    this.hadoop = hadoop;
  }

  /**
   * Opens a run.
   *
   * @param home the folder {@code OUTPUT/runs/RUN_ID}
   * @throws AssayException NOT_FOUND if there is no finished run
   */
  public static FinishedRun open(String home) {
    Path path = new Path(home);
    Path runs = path.getParent();
    if (runs == null || !runs.getName().equals("runs")) {
      throw new AssayException(
          ErrorCode.NOT_FOUND, "%s is not a run's folder; name OUTPUT/runs/RUN_ID", home);
    }
    Path output = runs.getParent() == null ? new Path(".") : runs.getParent();
    return find(output, path.getName(), new Configuration())
        .orElseThrow(
            () ->
                new AssayException(
                    ErrorCode.NOT_FOUND,
                    "There is no finished run at %s; name the folder OUTPUT/runs/RUN_ID that holds"
                        + " manifest.json",
                    home));
  }

  /**
   * Returns the finished runs of an output, those begun first first.
   *
   * @param output the folder of all runs
   * @throws AssayException NOT_FOUND if there are none
   */
  public static List<FinishedRun> all(String output) {
    Configuration hadoop = new Configuration();
    Path folder = new Path(output);
    List<FinishedRun> found = new ArrayList<>();
    StoreCalls.inOrder(
        list(new Path(folder, "runs"), hadoop),
        run -> find(folder, run.getPath().getName(), hadoop),
        run -> run.ifPresent(found::add));
    if (found.isEmpty()) {
      throw new AssayException(
          ErrorCode.NOT_FOUND,
          "There is no finished run under %s; name the folder that holds runs/RUN_ID/manifest.json,"
              + " the job's output.path",
          output);
    }
    found.sort(BY_TIME);
    return List.copyOf(found);
  }

  private static Optional<FinishedRun> find(Path output, String id, Configuration hadoop) {
    Path file = new Path(output, "runs/" + id + "/manifest.json");
    try (InputStream in = file.getFileSystem(hadoop).open(file)) {
      String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Optional.of(new FinishedRun(output, id, Manifest.fromJson(json), hadoop));
    } catch (FileNotFoundException unfinished) {
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
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
  public Path output() {
    return output;
  }

  Configuration hadoop() {
    return hadoop;
  }

  /**
   * Returns the files of a table in the order of their names; none if the run has no such table.
   *
   * @param table such as {@code importance}
   * @param partitions folders below, such as {@code method=gp-shap}
   */
  public List<FileStatus> files(String table, String... partitions) {
    StringBuilder path = new StringBuilder(table).append("/run_id=").append(id);
    for (String partition : partitions) {
      path.append('/').append(partition);
    }
    return list(new Path(output, path.toString()), hadoop).stream()
        .filter(file -> file.isFile() && file.getPath().getName().endsWith(".parquet"))
        .toList();
  }

  /**
   * A table of the run.
   *
   * @param name such as {@code attributions}
   * @param partitions the folders below, such as {@code method=gp-shap}
   * @param files its files, in the order of their names
   */
  public record Table(String name, List<String> partitions, List<FileStatus> files) {
    /** Copies the lists. */
    public Table {
      partitions = List.copyOf(partitions);
      files = List.copyOf(files);
    }
  }

  /** Returns all tables of the run, in the order of their names. */
  public List<Table> tables() {
    List<Table> tables = new ArrayList<>();
    for (FileStatus folder : list(output, hadoop)) {
      String name = folder.getPath().getName();
      if (folder.isDirectory() && !name.startsWith("_") && !name.startsWith(".")) {
        add(tables, name, List.of(), new Path(folder.getPath(), "run_id=" + id));
      }
    }
    return tables;
  }

  private void add(List<Table> tables, String name, List<String> partitions, Path folder) {
    List<FileStatus> files = new ArrayList<>();
    for (FileStatus each : list(folder, hadoop)) {
      String part = each.getPath().getName();
      if (each.isDirectory() && part.contains("=")) {
        List<String> below = new ArrayList<>(partitions);
        below.add(part);
        add(tables, name, below, each.getPath());
      } else if (each.isFile() && part.endsWith(".parquet")) {
        files.add(each);
      }
    }
    if (!files.isEmpty()) {
      tables.add(new Table(name, partitions, files));
    }
  }

  /** Reads one of the run's own files, such as its report; nothing if it is not there. */
  public Optional<byte[]> file(String name) {
    Path file = new Path(output, "runs/" + id + "/" + name);
    try (InputStream in = file.getFileSystem(hadoop).open(file)) {
      return Optional.of(in.readAllBytes());
    } catch (FileNotFoundException nothing) {
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
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
        files("importance"), file -> ImportanceRows.of(file, hadoop, filter), records::addAll);
    return List.copyOf(records);
  }

  /** Opens a file of one of the run's tables. */
  public TableFile read(FileStatus file) {
    return TableFile.open(file, hadoop, null);
  }

  private static List<FileStatus> list(Path folder, Configuration hadoop) {
    try {
      FileSystem files = folder.getFileSystem(hadoop);
      List<FileStatus> found = new ArrayList<>(Arrays.asList(files.listStatus(folder)));
      found.sort(Comparator.comparing(status -> status.getPath().getName()));
      return found;
    } catch (FileNotFoundException nothing) {
      return List.of();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  private static AssayException unreadable(Path path, IOException e) {
    return AssayException.causedBy(
        e, ErrorCode.NOT_FOUND, "Cannot read %s: %s", path, e.getMessage());
  }
}
