package io.assay.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A folder for what a benchmark reads and writes, deleted with all that is in it when closed.
 *
 * @param path where it lies
 */
record Scratch(Path path) implements AutoCloseable {
  /** Makes an empty one. */
  static Scratch make() throws IOException {
    return new Scratch(Files.createTempDirectory("assay-bench"));
  }

  /** Deletes the files under a folder whose path ends so; folders stay. */
  static void deleteFiles(Path folder, String ending) {
    delete(folder, each -> each.toString().endsWith(ending) && Files.isRegularFile(each));
  }

  @Override
  public void close() {
    delete(path, each -> true);
  }

  private static void delete(Path folder, Predicate<Path> which) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.filter(which).sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
