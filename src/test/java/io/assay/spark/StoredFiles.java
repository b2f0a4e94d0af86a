package io.assay.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Files under a folder, as anybody sees them. */
final class StoredFiles {
  private StoredFiles() {}

  /** Returns the SHA-256 of every table file by its path; checksums of local disks are left out. */
  static SortedMap<String, String> ofTables(Path output) {
    SortedMap<String, String> digests = new TreeMap<>();
    for (Path file : under(output)) {
      String name = output.relativize(file).toString();
      if (!name.startsWith("runs/") && !name.endsWith(".crc") && Files.isRegularFile(file)) {
        digests.put(name, digest(file));
      }
    }
    return digests;
  }

  /** Returns every file and folder under one, and itself; nothing if it is not there. */
  static List<Path> under(Path folder) {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes a folder and everything in it. */
  static void remove(Path folder) {
    try {
      for (Path each : under(folder).stream().sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digest(Path file) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
