package io.assay.spark.parquet;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.util.HadoopStreams;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * A file that is written 256 KiB at a time, where its file system lets a writer choose. Parquet's
 * own writes 4 KiB at a time, and most of its time is then the operating system's.
 */
final class WideOutput implements OutputFile {
  private static final int BUFFER = 256 << 10;

  private final Path file;
  private final Configuration configuration;

  WideOutput(Path file, Configuration configuration) {
    this.file = file;
    this.configuration = configuration;
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) throws IOException {
    return open(false, blockSizeHint);
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
    return open(true, blockSizeHint);
  }

  private PositionOutputStream open(boolean isReplaced, long blockSizeHint) throws IOException {
    FileSystem files = file.getFileSystem(configuration);
    long block = Math.max(files.getDefaultBlockSize(file), blockSizeHint);
    short replication = files.getDefaultReplication(file);
    return HadoopStreams.wrap(files.create(file, isReplaced, BUFFER, replication, block));
  }

  /** Returns no, so that row groups are not filled up to the ends of a file system's blocks. */
  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }

  @Override
  public String getPath() {
    return file.toString();
  }
}
