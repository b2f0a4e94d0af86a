package io.assay.spark.content;

import io.assay.table.ImageColumn;
import io.assay.table.InputLayout;
import io.assay.table.RowSources;
import io.assay.table.TextColumn;
import io.assay.table.image.ImageDecoder;
import io.assay.table.text.Tokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Reads the files that rows name, on any Hadoop file system, and opens tokenizers. It travels to
 * executors.
 */
public final class HadoopSources implements RowSources, Serializable {
  private static final long serialVersionUID = 1;

  /** Bytes a pixel at most, as far as an image file may be read. */
  private static final long MOST_BYTES = 8 * ImageDecoder.MOST_PIXELS;

  private final String root;
  private final SerializableConfiguration hadoop;

  private HadoopSources(String root, SerializableConfiguration hadoop) {
    this.root = root;
    this.hadoop = hadoop;
  }

  /** Returns the files of the rows of a layout. */
  public static HadoopSources of(InputLayout layout, Configuration hadoop) {
    return of(layout, new SerializableConfiguration(hadoop));
  }

  /** Returns the files of the rows of a layout. */
  public static HadoopSources of(InputLayout layout, SerializableConfiguration hadoop) {
    ImageColumn image = layout.image();
    return new HadoopSources(image == null ? "" : image.root(), hadoop);
  }

  @Override
  public Tokenizer tokenizer(TextColumn text) {
    return text.tokenizer().isEmpty()
        ? RowSources.super.tokenizer(text)
        : ExecutorTokenizers.of(text);
  }

  @Override
  public byte[] read(String path) throws IOException {
    Path file;
    FileSystem files;
    try {
      file = root.isEmpty() ? new Path(path) : new Path(new Path(root), path);
      files = file.getFileSystem(hadoop.value());
    } catch (IllegalArgumentException e) { // a host that nobody knows, too
      throw new IOException("no path: " + path, e);
    }
    long length = files.getFileStatus(file).getLen();
    if (length > MOST_BYTES) {
      throw new IOException(path + " has " + length + " bytes; at most " + MOST_BYTES);
    }
    try (InputStream stream = files.open(file)) {
      return stream.readAllBytes();
    }
  }
}
