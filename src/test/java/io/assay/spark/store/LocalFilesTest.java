package io.assay.spark.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalFilesTest {
  @TempDir java.nio.file.Path folder;

  @Test
  void permissionsAreThoseThatHadoopSets() throws IOException {
    Configuration given = new Configuration(false);
    Configuration ours = LocalFiles.in(given);
    for (short octal : new short[] {0600, 0644, 0751, 0777}) {
      FsPermission permission = new FsPermission(octal);

      Path hadoops = made(new LocalFileSystem(), given, "hadoop-" + octal, permission);
      Path made = made(new Path(folder.toUri()).getFileSystem(ours), ours, "" + octal, permission);

      assertThat(Files.getPosixFilePermissions(local(made)))
          .isEqualTo(Files.getPosixFilePermissions(local(hadoops)))
          .isEqualTo(PosixFilePermissions.fromString(permission.toString()));
    }
  }

  @Test
  void aFileIsReadBackWithItsChecksumWhicheverFileSystemWroteIt() throws IOException {
    Configuration ours = LocalFiles.in(new Configuration(false));
    Path file = new Path(folder.resolve("a/b.bin").toUri());

    FileSystem files = file.getFileSystem(ours);
    try (OutputStream stream = files.create(file)) {
      stream.write(7);
    }

    assertThat(files).isInstanceOf(LocalFiles.class);
    assertThat(folder.resolve("a/.b.bin.crc")).exists();
    assertThat(FileSystem.newInstance(file.toUri(), new Configuration(false)).open(file).read())
        .isEqualTo(7);
  }

  @Test
  void aFileSystemOfTheUsersChoiceStays() {
    Configuration given = new Configuration(false);
    given.setClass("fs.file.impl", RawLocalFileSystem.class, FileSystem.class);

    assertThat(LocalFiles.in(given)).isSameAs(given);
  }

  private Path made(
      FileSystem files, Configuration configuration, String name, FsPermission permission)
      throws IOException {
    Path file = new Path(folder.resolve(name).toUri());
    if (files.getConf() == null) {
      files.initialize(file.toUri(), configuration);
    }
    files.create(file).close();
    files.setPermission(file, permission);
    return file;
  }

  private static java.nio.file.Path local(Path file) {
    return java.nio.file.Path.of(file.toUri().getPath());
  }
}
