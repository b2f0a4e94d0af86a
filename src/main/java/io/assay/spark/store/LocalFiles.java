package io.assay.spark.store;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's local files, whose permissions the JDK sets. Hadoop itself starts a process, {@code
 * chmod}, for every file and checksum that it makes, unless its native library is there, which
 * Spark's distributions lack: in a profile of a run of 62 quick shards a twentieth of the samples
 * stood there.
 */
public final class LocalFiles extends LocalFileSystem {
  private static final String KEY = "fs.file.impl";

  /** Made by Hadoop, by its name in a configuration. */
  public LocalFiles() {
    super(new Raw());
  }

  /**
   * Returns a configuration under which local files are these, and all others what they were. A
   * file system of the user's choice for local files stays.
   */
  public static Configuration in(Configuration given) {
    if (!given.get(KEY, LocalFileSystem.class.getName()).equals(LocalFileSystem.class.getName())) {
      return given;
    }
    Configuration configuration = new Configuration(given);
    configuration.setClass(KEY, LocalFiles.class, FileSystem.class);
    configuration.setBoolean("fs.file.impl.disable.cache", true); // it may hold Hadoop's already
    return configuration;
  }

  private static final class Raw extends RawLocalFileSystem {
    @Override
    public void setPermission(Path path, FsPermission permission) throws IOException {
      if (permission.getStickyBit() || !isPosix()) {
        super.setPermission(path, permission);
        return;
      }
      Set<PosixFilePermission> all = EnumSet.noneOf(PosixFilePermission.class);
      add(all, permission.getUserAction(), "OWNER");
      add(all, permission.getGroupAction(), "GROUP");
      add(all, permission.getOtherAction(), "OTHERS");
      Files.setPosixFilePermissions(pathToFile(path).toPath(), all);
    }

    private static boolean isPosix() {
      return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }

    private static void add(Set<PosixFilePermission> all, FsAction actions, String whose) {
      for (FsAction each : Set.of(FsAction.READ, FsAction.WRITE, FsAction.EXECUTE)) {
        if (actions.implies(each)) {
          all.add(PosixFilePermission.valueOf(whose + "_" + each.name()));
        }
      }
    }
  }
}
