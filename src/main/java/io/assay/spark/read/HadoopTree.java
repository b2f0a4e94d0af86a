package io.assay.spark.read;

import io.assay.AssayException;
import io.assay.ErrorCode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.InputFile;

/** A folder of any file system that Hadoop knows. */
public final class HadoopTree implements FileTree {
  private final Path root;
  private final Configuration hadoop = new Configuration();

  /** Looks at a folder, which need not be there. */
  public HadoopTree(Path root) {
    this.root = root;
  }

  private Path path(List<String> names) {
    return names.isEmpty() ? root : new Path(root, String.join("/", names));
  }

  @Override
  public List<Entry> list(List<String> folder) {
    Path path = path(folder);
    List<Entry> entries = new ArrayList<>();
    try {
      for (FileStatus status : path.getFileSystem(hadoop).listStatus(path)) {
        List<String> names = new ArrayList<>(folder);
        names.add(status.getPath().getName());
        entries.add(new Entry(names, status.isDirectory(), status.getLen()));
      }
    } catch (FileNotFoundException nothing) {
      return List.of();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
    entries.sort(Comparator.comparing(Entry::name));
    return entries;
  }

  @Override
  public Optional<byte[]> bytes(List<String> file) {
    Path path = path(file);
    try (InputStream in = path.getFileSystem(hadoop).open(path)) {
      return Optional.of(in.readAllBytes());
    } catch (FileNotFoundException nothing) {
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  @Override
  public InputFile input(Entry file) {
    Path path = path(file.path());
    try {
      return HadoopInputFile.fromPath(path, hadoop);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static AssayException unreadable(Path path, IOException e) {
    return AssayException.causedBy(
        e, ErrorCode.NOT_FOUND, "Cannot read %s: %s", path, e.getMessage());
  }
}
