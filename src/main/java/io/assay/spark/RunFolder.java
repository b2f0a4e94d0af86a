package io.assay.spark;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.assay.AssayException;
import io.assay.ErrorCode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;

/**
 * Where the files of one run lie, and how they come there.
 *
 * <pre>
 * OUTPUT/_staging/RUN/owner.json                      which driver is at it
 * OUTPUT/_staging/RUN/plan.json                       what is being done, and from what
 * OUTPUT/_staging/RUN/progress.json                   how far it is, renewed every few seconds
 * OUTPUT/_staging/RUN/attempts/SHARD-ATTEMPT/...      files of one attempt at one shard
 * OUTPUT/_staging/RUN/shards/SHARD.json               the commit of a shard: names its attempt
 * OUTPUT/TABLE/run_id=RUN/...                         tables, moved here when all shards are in
 * OUTPUT/runs/RUN/failure.json                        why it failed, with nothing to resume
 * OUTPUT/runs/RUN/manifest.json                       written last: from here on the run exists
 * </pre>
 *
 * Names that begin with an underscore are invisible to Spark's readers.
 *
 * @param output the folder of all runs
 * @param runId the run
 */
record RunFolder(String output, String runId) implements Serializable {
  private static final String STAGING = "_staging";

  private static final List<String> TABLES =
      List.of(
          "attributions",
          "states",
          "importance",
          "differences",
          "features",
          "global",
          "rejects",
          "powered");

  /**
   * Returns the folder of a run that is written, with a path that is the same wherever it is read:
   * one from the current folder is made to begin at the root, for executors are elsewhere.
   */
  static RunFolder absolute(String output, String runId, Configuration configuration) {
    FileSystem files = new RunFolder(output, runId).fileSystem(configuration);
    Path given = new Path(output);
    Path whole = files.makeQualified(given);
    boolean isNamed = given.toUri().getScheme() != null;
    return new RunFolder(
        (isNamed ? whole : Path.getPathWithoutSchemeAndAuthority(whole)).toString(), runId);
  }

  /** Returns the staged description of the run. */
  Path plan() {
    return new Path(staging(), "plan.json");
  }

  /** Returns what says which driver works on the run. */
  Path owner() {
    return new Path(staging(), "owner.json");
  }

  /** Returns how far the run is, as its driver says. */
  Path progress() {
    return new Path(staging(), "progress.json");
  }

  /** Returns why the run failed, if there is nothing to resume. */
  Path failure() {
    return new Path(home(), "failure.json");
  }

  /** Returns where a file that all tasks need lies until the run is finished. */
  Path staged(String file) {
    return new Path(staging(), file);
  }

  /** Returns where a file that all tasks needed lies when the run is finished. */
  Path published(String file) {
    return new Path(home(), file);
  }

  /** Returns where everything unfinished lies. */
  Path staging() {
    return new Path(output, STAGING + "/" + runId);
  }

  /** Returns the folder of one attempt at one shard. */
  Path attempt(int shard, long attempt) {
    return new Path(staging(), "attempts/" + shardName(shard) + "-" + attempt);
  }

  /** Returns the commit of a shard. */
  Path commit(int shard) {
    return new Path(staging(), "shards/" + shardName(shard) + ".json");
  }

  /** Returns the folder of all commits. */
  Path commits() {
    return new Path(staging(), "shards");
  }

  /** Returns the final folder of a table, {@code attributions/method=x} among them. */
  Path table(String table, String... partitions) {
    StringBuilder path = new StringBuilder(table).append("/run_id=").append(runId);
    for (String partition : partitions) {
      path.append('/').append(partition);
    }
    return new Path(output, path.toString());
  }

  /** Returns the folder of the finished run's own files. */
  Path home() {
    return new Path(output, "runs/" + runId);
  }

  /** Returns the manifest, whose presence means that the run is complete. */
  Path manifest() {
    return new Path(home(), "manifest.json");
  }

  /** Returns what the finished run was begun with, from which it can be done again. */
  Path publishedPlan() {
    return new Path(home(), "plan.json");
  }

  /** Returns what the finished run covers, on which the next can build. */
  Path covered() {
    return new Path(home(), "covered.json");
  }

  /** Returns the report. */
  Path report() {
    return new Path(home(), "report.html");
  }

  /** Returns the name of a shard's file in a table. */
  static String partName(int shard) {
    return String.format(Locale.ROOT, "part-%05d.parquet", shard);
  }

  private static String shardName(int shard) {
    return String.format(Locale.ROOT, "%05d", shard);
  }

  /** Returns the file system of the output. */
  FileSystem fileSystem(Configuration configuration) {
    try {
      return new Path(output).getFileSystem(configuration);
    } catch (IOException e) {
      throw unwritable(new Path(output), e);
    }
  }

  /** Returns a file's length. */
  static long bytes(Path file, Configuration configuration) {
    try {
      return file.getFileSystem(configuration).getFileStatus(file).getLen();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** Writes a text file that whoever reads it can tell from half of it. */
  static void put(FileSystem files, Path path, String text) {
    try (OutputStream out = files.create(path, true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  /** Writes a text file as a whole: readers see all of it or nothing. */
  static void write(FileSystem files, Path path, String text) {
    put(files, half(path), text);
    move(files, half(path), path);
  }

  private static Path half(Path path) {
    return new Path(path.getParent(), "." + path.getName() + ".half");
  }

  /**
   * Reads a JSON object that was written as a whole, if it ever was. Where a rename is a copy, a
   * driver that was killed amid it left half of one; what was copied is whole then.
   */
  static Optional<String> readWhole(FileSystem files, Path path) {
    return Stream.of(path, half(path))
        .map(each -> readHalf(files, each))
        .filter(RunFolder::isWhole)
        .findFirst();
  }

  /** Reads a text file. */
  static String read(FileSystem files, Path path) {
    try (InputStream in = files.open(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /** Reads a text file that may not have been finished: then nothing, or half of it, is there. */
  static String readHalf(FileSystem files, Path path) {
    try (InputStream in = files.open(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (ChecksumException | FileNotFoundException e) {
      return "";
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /** Returns whether the run is finished: its manifest is there, and whole. */
  boolean isComplete(FileSystem files) {
    return isWhole(readHalf(files, manifest()));
  }

  private static boolean isWhole(String json) {
    try {
      return JsonParser.parseString(json).isJsonObject();
    } catch (JsonParseException e) {
      return false;
    }
  }

  /** Keeps a local file with the unfinished run. */
  void keep(FileSystem files, java.nio.file.Path file) {
    Path to = staged(file.getFileName().toString());
    try {
      files.copyFromLocalFile(false, true, new Path(file.toUri()), to);
    } catch (IOException e) {
      throw unwritable(to, e);
    }
  }

  /** Brings a file that was kept to a local folder, unless it is there; its name tells. */
  void fetch(FileSystem files, String file, java.nio.file.Path folder) {
    Path from = exists(files, staged(file)) ? staged(file) : published(file);
    try {
      if (!Files.exists(folder.resolve(file))) {
        java.nio.file.Path half = Files.createTempFile(folder, "fetched", ".half");
        try (InputStream in = files.open(from)) {
          Files.copy(in, half, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(half, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw unreadable(from, e);
    }
  }

  /** Copies a file; what lies at the other place is written over. */
  static void copy(FileSystem files, Path from, Path to) {
    try {
      FileUtil.copy(files, from, files, to, false, true, files.getConf());
    } catch (IOException e) {
      throw unwritable(to, e);
    }
  }

  /** Returns whether a path exists. */
  static boolean exists(FileSystem files, Path path) {
    try {
      return files.exists(path);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /** Returns the files of a folder in the order of their names; none if there is no folder. */
  static List<FileStatus> list(FileSystem files, Path folder) {
    try {
      List<FileStatus> found = new ArrayList<>(Arrays.asList(files.listStatus(folder)));
      found.sort(Comparator.comparing(status -> status.getPath().getName()));
      return found;
    } catch (FileNotFoundException e) {
      return new ArrayList<>();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  /** Moves a file to its final place; done already is done. */
  static void move(FileSystem files, Path from, Path to) {
    try {
      if (!files.exists(from) && files.exists(to)) {
        return;
      }
      long bytes = files.getFileStatus(from).getLen();
      files.mkdirs(to.getParent());
      files.delete(to, false);
      if (!files.rename(from, to) || files.getFileStatus(to).getLen() != bytes) {
        throw new IOException("it could not be renamed from " + from);
      }
    } catch (IOException e) {
      throw unwritable(to, e);
    }
  }

  /** Removes a file or a folder; one that is not there is removed already. */
  static void delete(FileSystem files, Path path) {
    try {
      files.delete(path, true);
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  /**
   * Removes what a run of this name left that was given up, that failed for its rejects, or whose
   * plan is lost: commits count under their plan alone.
   */
  void forget(FileSystem files) {
    TABLES.forEach(table -> delete(files, table(table)));
    delete(files, commits());
  }

  /**
   * Removes the staging folder, and those of finished runs beside it, to which executors that were
   * thought to be dead may have written still.
   */
  void clean(FileSystem files) {
    delete(files, staging());
    Path all = new Path(output, STAGING);
    List<FileStatus> left = list(files, all);
    left.removeIf(each -> removed(files, new RunFolder(output, each.getPath().getName())));
    if (left.isEmpty()) {
      deleteEmpty(files, all);
    }
  }

  /** Removes a folder unless a run was begun in it just now. */
  private static void deleteEmpty(FileSystem files, Path folder) {
    try {
      files.delete(folder, false);
    } catch (IOException notEmpty) {
      return;
    }
  }

  private static boolean removed(FileSystem files, RunFolder other) {
    if (!other.isComplete(files)) {
      return false;
    }
    delete(files, other.staging());
    return true;
  }

  /** Fails early if the output cannot be written. */
  void checkWritable(FileSystem files) {
    Path probe = new Path(staging(), ".probe");
    try {
      if (!files.mkdirs(staging())) {
        throw new IOException("the folder could not be made");
      }
      files.create(probe, true).close();
      files.delete(probe, false);
    } catch (IOException e) {
      throw unwritable(staging(), e);
    }
  }

  private static AssayException unreadable(Path path, IOException e) {
    ErrorCode code =
        e instanceof FileNotFoundException ? ErrorCode.NOT_FOUND : ErrorCode.RESOURCE_LACKING;
    return AssayException.causedBy(e, code, "Cannot read %s: %s", path, e.getMessage());
  }

  private static AssayException unwritable(Path path, IOException e) {
    return AssayException.causedBy(
        e,
        ErrorCode.OUTPUT_UNWRITABLE,
        "Cannot write %s: %s; choose another output.path or make this one writable",
        path,
        e.getMessage());
  }
}
