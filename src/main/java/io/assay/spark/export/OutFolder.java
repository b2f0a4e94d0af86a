package io.assay.spark.export;

import io.assay.AssayException;
import io.assay.ErrorCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A local folder that files are put into, each as a whole: readers see all of one or nothing. */
final class OutFolder {
  private final Path folder;
  private final List<Path> written = new ArrayList<>();

  OutFolder(Path folder) {
    this.folder = folder;
  }

  /** Writes what a file holds. */
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Returns where a file lies. */
  Path path(String... names) {
    Path path = folder;
    for (String name : names) {
      path = path.resolve(name);
    }
    return path;
  }

  /** Puts a file; an older one of that name is replaced. */
  Path put(Path file, Content content) {
    try {
      Files.createDirectories(file.getParent());
      Path half = Files.createTempFile(file.getParent(), ".", ".half");
      try {
        try (OutputStream out = Files.newOutputStream(half)) {
          content.writeTo(out);
        }
        Files.move(half, file, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(half);
      }
    } catch (IOException e) {
      throw unwritable(file, e);
    }
    written.add(file);
    return file;
  }

  /** Puts a text. */
  Path put(Path file, String text) {
    return put(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Returns the names of the files of a folder that end so, in order. */
  List<String> names(Path within, String ending) {
    if (!Files.isDirectory(within)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(within)) {
      return all.map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(ending))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw unwritable(within, e);
    }
  }

  /** Returns the files that were put, in order. */
  List<Path> written() {
    return List.copyOf(written);
  }

  private static AssayException unwritable(Path path, IOException e) {
    return AssayException.causedBy(
        e,
        ErrorCode.OUTPUT_UNWRITABLE,
        "Cannot write %s: %s; choose another --out or make this one writable",
        path,
        e.getMessage());
  }
}
