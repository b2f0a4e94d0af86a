package io.assay.spark.serve;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** A file for Parquet's readers that is opened by somebody else. */
final class ChannelFile implements InputFile {
  private final String name;
  private final Opening opening;

  /** Opens the file. */
  interface Opening {
    SeekableByteChannel open() throws IOException;
  }

  ChannelFile(String name, Opening opening) {
    this.name = name;
    this.opening = opening;
  }

  @Override
  public long getLength() throws IOException {
    try (SeekableByteChannel channel = opening.open()) {
      return channel.size();
    }
  }

  @Override
  public SeekableInputStream newStream() throws IOException {
    SeekableByteChannel channel = opening.open();
    return new DelegatingSeekableInputStream(Channels.newInputStream(channel)) {
      @Override
      public long getPos() throws IOException {
        return channel.position();
      }

      @Override
      public void seek(long position) throws IOException {
        channel.position(position);
      }
    };
  }

  @Override
  public String toString() {
    return name;
  }
}
