package io.assay.spark.store;

import io.assay.AssayException;
import io.assay.ErrorCode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Moves files to their places, each by itself. Nothing is asked of a rename but that it is done
 * when it has returned: on an object store it is a copy and a removal, and a program that is killed
 * in between leaves both files. So a file that still lies where it came from is moved, whatever
 * lies at its place; one that does not was moved before; and in the end each must lie at its place
 * with the length that it was written with. Moving the same files again is moving them once.
 */
public final class FileMoves {
  /**
   * A file and its place.
   *
   * @param from where it was written
   * @param to where it belongs; no other file is moved there
   * @param bytes its length
   */
  public record Move(Path from, Path to, long bytes) {}

  private final FileSystem files;

  private FileMoves(FileSystem files) {
    this.files = files;
  }

  /**
   * Moves files, many at a time.
   *
   * @throws AssayException OUTPUT_UNWRITABLE, with the file that did not come to its place
   */
  public static void all(FileSystem files, List<Move> moves) {
    new FileMoves(files).all(moves);
  }

  private void all(List<Move> moves) {
    Collection<Path> folders = new TreeSet<>();
    moves.forEach(move -> folders.add(folder(move)));
    Map<Path, Long> before = lengths(folders);
    StoreCalls.forEach(moves, move -> move(move, before.containsKey(whole(move.to()))));
    Map<Path, Long> after = lengths(folders);
    for (Move move : moves) {
      Long bytes = after.get(whole(move.to()));
      if (bytes == null || bytes != move.bytes()) {
        throw misplaced(
            move,
            new IOException(bytes == null ? "it is not there" : "it has " + bytes + " bytes"));
      }
    }
  }

  /** Lists folders, and makes those that are missing; the files in them by their paths. */
  private Map<Path, Long> lengths(Collection<Path> folders) {
    Map<Path, Long> lengths = new HashMap<>();
    StoreCalls.inOrder(
        folders,
        this::list,
        found -> found.forEach(file -> lengths.put(whole(file.getPath()), file.getLen())));
    return lengths;
  }

  private List<FileStatus> list(Path folder) {
    try {
      return List.of(files.listStatus(folder));
    } catch (FileNotFoundException e) {
      return made(folder);
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
  }

  private List<FileStatus> made(Path folder) {
    try {
      files.mkdirs(folder);
      return new ArrayList<>();
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
  }

  private void move(Move move, boolean isTaken) {
    try {
      if (isTaken) {
        if (!files.exists(move.from())) {
          return;
        }
        files.delete(move.to(), false);
      }
      // An answer that was lost is asked for again by the file system's client: then there is
      // nothing left to move.
      if (!files.rename(move.from(), move.to()) && files.exists(move.from())) {
        throw new IOException("the file system refused to rename it");
      }
    } catch (IOException e) {
      throw misplaced(move, e);
    }
  }

  /** Returns a path from the root, without scheme and host, which listings add. */
  private Path whole(Path path) {
    return Path.getPathWithoutSchemeAndAuthority(files.makeQualified(path));
  }

  private static Path folder(Move move) {
    Path folder = move.to().getParent();
    if (folder == null) {
      throw new IllegalArgumentException(move.to() + " is no place for a file");
    }
    return folder;
  }

  private static AssayException misplaced(Move move, IOException e) {
    return AssayException.causedBy(
        e,
        ErrorCode.OUTPUT_UNWRITABLE,
        "Cannot move %s (%d bytes) to %s: %s; mend the file system, then --resume",
        move.from(),
        move.bytes(),
        move.to(),
        e.getMessage());
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
