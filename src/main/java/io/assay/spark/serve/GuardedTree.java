package io.assay.spark.serve;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.spark.read.FileTree;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.parquet.io.InputFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A local folder that no path leaves. Folders are entered one by one from the opened folder above,
 * by their names alone, and symbolic links are followed nowhere below the root, so that neither
 * {@code ..}, nor an absolute path, nor a link that is put there while somebody reads leads out of
 * it. What is neither a folder nor a regular file does not exist.
 */
final class GuardedTree implements FileTree {
  /** The longest file that is read as a whole: a report. */
  private static final long MOST_BYTES = 64L << 20;

  private static final Logger LOG = LoggerFactory.getLogger(GuardedTree.class);

  private final Path root;

  private GuardedTree(Path root) {
    this.root = root;
  }

  /**
   * Opens a folder. The folder itself may be named by a link.
   *
   * @throws AssayException NOT_FOUND if there is none, SPEC_INVALID if the system cannot guard it
   */
  static GuardedTree of(Path folder) {
    try {
      Path root = folder.toRealPath();
      if (!Files.isDirectory(root)) {
        throw new NoSuchFileException(folder + " is no folder");
      }
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(root)) {
        if (!(stream instanceof SecureDirectoryStream)) {
          throw new AssayException(
              ErrorCode.SPEC_INVALID,
              "Folders cannot be guarded against links on this system; serve %s from Linux",
              folder);
        }
      }
      return new GuardedTree(root);
    } catch (IOException e) {
      throw AssayException.causedBy(
          e,
          ErrorCode.NOT_FOUND,
          "Cannot serve %s: %s; name a local folder with runs in it",
          folder,
          e.getMessage());
    }
  }

  /** Works in an opened folder. */
  private interface Work<T> {
    T in(SecureDirectoryStream<Path> folder) throws IOException;
  }

  /** Enters a folder; nothing if it is not there. */
  private <T> Optional<T> inside(List<String> folder, Work<T> work) {
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(root)) {
      return Optional.of(inside((SecureDirectoryStream<Path>) stream, folder, work));
    } catch (IOException e) {
      return Optional.empty(); // not there, a link, or not ours to read: all the same to a visitor
    }
  }

  private static <T> T inside(SecureDirectoryStream<Path> at, List<String> below, Work<T> work)
      throws IOException {
    if (below.isEmpty()) {
      return work.in(at);
    }
    try (SecureDirectoryStream<Path> next =
        at.newDirectoryStream(name(below.get(0)), LinkOption.NOFOLLOW_LINKS)) {
      return inside(next, below.subList(1, below.size()), work);
    }
  }

  /** Returns a name as a path of that one name. */
  private static Path name(String name) throws IOException {
    boolean isName =
        !name.isEmpty()
            && !name.equals(".")
            && !name.equals("..")
            && name.indexOf('/') < 0
            && name.indexOf('\0') < 0;
    if (!isName) {
      throw new NoSuchFileException(name);
    }
    return Path.of(name);
  }

  private static BasicFileAttributes attributes(SecureDirectoryStream<Path> folder, Path name)
      throws IOException {
    return folder
        .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .readAttributes();
  }

  @Override
  public List<Entry> list(List<String> folder) {
    return inside(folder, stream -> entries(folder, stream)).orElse(List.of());
  }

  private static List<Entry> entries(List<String> folder, SecureDirectoryStream<Path> stream)
      throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (Path each : stream) {
      try {
        Path name = each.getFileName();
        BasicFileAttributes attributes = attributes(stream, name);
        if (attributes.isDirectory() || attributes.isRegularFile()) {
          List<String> path = new ArrayList<>(folder);
          path.add(name.toString());
          entries.add(new Entry(path, attributes.isDirectory(), attributes.size()));
        }
      } catch (NoSuchFileException gone) {
        LOG.debug("{} went between listing and looking", each.getFileName());
      }
    }
    entries.sort(Comparator.comparing(Entry::name));
    return entries;
  }

  @Override
  public Optional<byte[]> bytes(List<String> file) {
    try (SeekableByteChannel channel = open(file)) {
      return channel.size() > MOST_BYTES
          ? Optional.empty()
          : Optional.of(Channels.newInputStream(channel).readAllBytes());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Opens a regular file, which stays open when the folders above are closed. */
  SeekableByteChannel open(List<String> file) throws IOException {
    if (file.isEmpty()) {
      throw new NoSuchFileException("");
    }
    String name = file.get(file.size() - 1);
    return inside(file.subList(0, file.size() - 1), folder -> open(folder, name))
        .orElseThrow(() -> new NoSuchFileException(name));
  }

  private static SeekableByteChannel open(SecureDirectoryStream<Path> folder, String name)
      throws IOException {
    Path path = name(name);
    if (!attributes(folder, path).isRegularFile()) { // opening a pipe would wait for ever
      throw new NoSuchFileException(name);
    }
    return folder.newByteChannel(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
  }

  @Override
  public InputFile input(Entry file) {
    return new ChannelFile(String.join("/", file.path()), () -> open(file.path()));
  }
}
