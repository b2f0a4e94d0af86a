package io.assay.spark.read;

import java.util.List;
import java.util.Optional;
import org.apache.parquet.io.InputFile;

/**
 * Files and folders below one folder, to be read. A path is the names from that folder down; it
 * never leaves it.
 */
public interface FileTree {
  /**
   * A file or a folder.
   *
   * @param path the names from the tree's folder down
   * @param isFolder whether it is a folder
   * @param bytes the length of a file
   */
  record Entry(List<String> path, boolean isFolder, long bytes) {
    /** Copies the path. */
    public Entry {
      path = List.copyOf(path);
    }

    /** Returns the last name of the path. */
    public String name() {
      return path.get(path.size() - 1);
    }
  }

  /**
   * Returns what lies in a folder, by name; nothing if it is not there.
   *
   * @throws io.assay.AssayException NOT_FOUND if it cannot be read
   */
  List<Entry> list(List<String> folder);

  /**
   * Reads a whole file; nothing if it is not there.
   *
   * @throws io.assay.AssayException NOT_FOUND if it cannot be read
   */
  Optional<byte[]> bytes(List<String> file);

  /**
   * Opens a Parquet file.
   *
   * @throws io.assay.AssayException NOT_FOUND if it cannot be read
   */
  InputFile input(Entry file);
}
