package io.assay.spark.store;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;

/**
 * The local disk under the scheme {@code faulty}, on which a program can be made to die at any
 * change: before it, amid it, after it. On request it has the ways of an object store (a file is
 * there when it is closed, a rename is a copy and a removal, folders cannot be renamed) and its
 * slowness. A program dies by {@link Death}, after which nothing works until it is revived; or, by
 * the setting {@code fs.faulty.halt}, its JVM halts.
 */
public final class FaultyFileSystem extends RawLocalFileSystem {
  /** What is thrown where a program would have been killed. */
  public static final class Death extends Error {
    private static final long serialVersionUID = 1;

    Death(String point) {
      super("killed at: " + point);
    }
  }

  private static final URI NAME = URI.create("faulty:///");

  private final AtomicInteger points = new AtomicInteger();
  private volatile Predicate<String> dies = point -> false;
  private volatile boolean isDead;
  private volatile boolean halts;
  private volatile boolean isObjectStore;
  private volatile long latencyMillis;
  private volatile String lastPoint = "";

  /** Makes the scheme known, and returns the file system, one for all who use the settings. */
  public static FaultyFileSystem in(Configuration hadoop) throws IOException {
    hadoop.set("fs.faulty.impl", FaultyFileSystem.class.getName());
    return (FaultyFileSystem) FileSystem.get(NAME, hadoop);
  }

  @Override
  public void initialize(URI uri, Configuration conf) throws IOException {
    super.initialize(uri, conf);
    isObjectStore = conf.getBoolean("fs.faulty.objects", false);
    String halt = conf.get("fs.faulty.halt");
    if (halt != null) {
      halts = true;
      dieAt(halt, conf.getInt("fs.faulty.halt.nth", 1));
    }
  }

  @Override
  public URI getUri() {
    return NAME;
  }

  @Override
  public String getScheme() {
    return "faulty";
  }

  /** Lets the program live, from now on without end, on a disk with a disk's ways. */
  public void revive() {
    dies = point -> false;
    isDead = false;
    isObjectStore = false;
    latencyMillis = 0;
    points.set(0);
  }

  /** Takes on the ways of an object store. */
  public void asObjectStore() {
    isObjectStore = true;
  }

  /** Answers every call after a while. */
  public void slow(long millis) {
    latencyMillis = millis;
  }

  /** Kills at the nth point, from 1, whose description a pattern is found in. */
  public void dieAt(String pattern, int nth) {
    Pattern point = Pattern.compile(pattern);
    AtomicInteger met = new AtomicInteger();
    dies = at -> point.matcher(at).find() && met.incrementAndGet() == nth;
  }

  /** Returns at how many points the program could have been killed since it was revived. */
  public int points() {
    return points.get();
  }

  /** Returns whether it was killed. */
  public boolean isDead() {
    return isDead;
  }

  /** Returns the point at which it was killed. */
  public String lastPoint() {
    return lastPoint;
  }

  private void alive() {
    if (isDead) {
      throw new Death("later than " + lastPoint);
    }
  }

  /** A call that changes nothing. */
  private void call() {
    alive();
    await();
  }

  private void await() {
    if (latencyMillis > 0) {
      try {
        Thread.sleep(latencyMillis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void point(String what, Path path) {
    alive();
    if (path.getName().equals("owner.json")) { // written now and then: it would shift the others
      return;
    }
    String point = what + " " + path.toUri().getPath();
    points.incrementAndGet();
    if (dies.test(point)) {
      if (halts) {
        Runtime.getRuntime().halt(137);
      }
      lastPoint = point;
      isDead = true;
      throw new Death(point);
    }
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    call();
    point("create", path);
    if (isObjectStore) {
      mkdirsQuietly(path.getParent());
    } else {
      super.create(path, overwrite, bufferSize, replication, blockSize, progress).close();
      point("created", path);
    }
    return new FSDataOutputStream(new Whole(path), null);
  }

  private void mkdirsQuietly(Path folder) throws IOException {
    Files.createDirectories(pathToFile(folder).toPath());
  }

  private void store(Path path, byte[] content, int length) throws IOException {
    try (OutputStream out = Files.newOutputStream(pathToFile(path).toPath())) {
      out.write(content, 0, length);
    }
  }

  /** What is written to a file: it lies on the disk when it is closed, or half of it. */
  private final class Whole extends ByteArrayOutputStream {
    private final Path path;
    private boolean isClosed;

    Whole(Path path) {
      this.path = path;
    }

    @Override
    public void close() throws IOException {
      if (isClosed) {
        return;
      }
      isClosed = true;
      call();
      byte[] content = toByteArray();
      if (!isObjectStore) {
        store(path, content, content.length / 2);
        point("half", path);
      }
      store(path, content, content.length);
      point("written", path);
    }
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    call();
    point("rename to", to);
    if (!Files.exists(pathToFile(from).toPath())) {
      throw new FileNotFoundException(from.toString());
    }
    if (isObjectStore) {
      await();
      copy(from, to);
      point("copied to", to);
      await();
      super.delete(from, false);
    } else if (!super.rename(from, to)) {
      return false;
    }
    point("renamed to", to);
    return true;
  }

  /** Copies as a rename of object stores does; readers could see half of it. */
  private void copy(Path from, Path to) throws IOException {
    if (Files.isDirectory(pathToFile(from).toPath()) || Files.exists(pathToFile(to).toPath())) {
      throw new IOException("an object store renames no folder, and over no file: " + from);
    }
    byte[] content = Files.readAllBytes(pathToFile(from).toPath());
    store(to, content, content.length / 2);
    point("half a copy to", to);
    store(to, content, content.length);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    call();
    point("delete", path);
    if (recursive && Files.isDirectory(pathToFile(path).toPath())) {
      FileStatus[] inside = super.listStatus(path);
      for (FileStatus file : Arrays.copyOf(inside, inside.length / 2)) { // then killed, perhaps
        super.delete(file.getPath(), true);
      }
      point("half deleted", path);
    }
    boolean isDone = super.delete(path, recursive);
    point("deleted", path);
    return isDone;
  }

  @Override
  public boolean mkdirs(Path folder) throws IOException {
    call();
    mkdirsQuietly(folder);
    return true;
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    call();
    await(); // its length is asked for too
    return super.open(path, bufferSize);
  }

  @Override
  public FileStatus[] listStatus(Path folder) throws IOException {
    call();
    return super.listStatus(folder);
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    alive();
    return super.getFileStatus(path);
  }

  @Override
  public boolean exists(Path path) throws IOException {
    call();
    return super.exists(path);
  }
}
