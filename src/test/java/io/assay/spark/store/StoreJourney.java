package io.assay.spark.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.assay.spark.cli.Assay;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A run on a store, in two JVMs of their own: one brings the input and the model there, begins the
 * run and halts when three shards are committed; the next finishes it and brings the tables back.
 * Run with {@code begin} or {@code finish}, the store's folder, the local folder with {@code
 * job.yaml}, and for the first the files to bring.
 */
public final class StoreJourney {
  private static final int COMMITS = 3;

  private StoreJourney() {}

  /** Exits with the status of the run; a begun one has 137 if all is well. */
  public static void main(String[] arguments) throws IOException {
    Path root = new Path(arguments[1]);
    FileSystem files = root.getFileSystem(new Configuration());
    String job = arguments[2] + "/job.yaml";
    if (arguments[0].equals("begin")) {
      for (int i = 3; i < arguments.length; i++) {
        Path from = new Path(arguments[i]);
        files.copyFromLocalFile(false, true, from, new Path(root, from.getName()));
      }
      haltAmid(files, new Path(root, "out/_staging/r/shards"));
      System.exit(run("run", job, "--run-id", "r"));
    }
    int status = run("run", job, "--resume", "r");
    if (status == 0) {
      files.copyToLocalFile(false, new Path(root, "out"), new Path(arguments[2]), true);
    }
    System.exit(status);
  }

  private static int run(String... arguments) {
    return Assay.execute(
        new PrintWriter(System.out, true, UTF_8),
        new PrintWriter(System.err, true, UTF_8),
        arguments);
  }

  private static void haltAmid(FileSystem files, Path commits) {
    Thread watcher =
        new Thread(
            () -> {
              while (commits(files, commits) < COMMITS) {
                LockSupport.parkNanos(20_000_000);
              }
              Runtime.getRuntime().halt(137);
            });
    watcher.setDaemon(true);
    watcher.start();
  }

  private static int commits(FileSystem files, Path folder) {
    try {
      FileStatus[] found = files.listStatus(folder);
      return found.length;
    } catch (FileNotFoundException e) {
      return 0;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
