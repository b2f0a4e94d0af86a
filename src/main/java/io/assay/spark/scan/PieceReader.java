package io.assay.spark.scan;

import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.util.LinkedHashMap;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import scala.Function1;
import scala.collection.AbstractIterator;
import scala.collection.Iterator;
import scala.collection.immutable.Map;
import scala.runtime.AbstractFunction1;

/** Reads pieces of files with Spark's reader; of a piece that is some rows, those alone. */
final class PieceReader extends AbstractFunction1<PartitionedFile, Iterator<InternalRow>>
    implements Serializable {
  private static final long serialVersionUID = 1;

  private static final String FIRST = "assay-first-row";
  private static final String ROWS = "assay-rows";

  private final Function1<PartitionedFile, Iterator<InternalRow>> reader;

  PieceReader(Function1<PartitionedFile, Iterator<InternalRow>> reader) {
    this.reader = reader;
  }

  /** Returns a part of a file with a word on which of its rows are wanted. */
  static PartitionedFile marked(PartitionedFile part, Piece piece) {
    Map<String, Object> given = part.otherConstantMetadataColumnValues();
    Map<String, Object> marks = with(with(given, FIRST, piece.first()), ROWS, piece.rows());
    return part.copy(
        part.partitionValues(),
        part.filePath(),
        part.start(),
        part.length(),
        part.locations(),
        part.modificationTime(),
        part.fileSize(),
        marks);
  }

  /** Returns a map with one more entry. */
  static <V> Map<String, V> with(Map<String, V> map, String key, V value) {
    java.util.Map<String, V> entries =
        new LinkedHashMap<>(scala.jdk.javaapi.CollectionConverters.asJava(map));
    entries.put(key, value);
    return scala.collection.immutable.Map$.MODULE$.from(
        scala.jdk.javaapi.CollectionConverters.asScala(entries));
  }

  @Override
  public Iterator<InternalRow> apply(PartitionedFile file) {
    Map<String, Object> marks = file.otherConstantMetadataColumnValues();
    Iterator<InternalRow> rows = reader.apply(file);
    if (!marks.contains(FIRST)) {
      return rows;
    }
    long first = (Long) marks.apply(FIRST);
    long count = (Long) marks.apply(ROWS);
    return new SomeRows(rows, PageRanges.narrow(rows, first, count) ? 0 : first, count);
  }

  /** Some rows of a reader, which is closed as soon as the last one was read. */
  private static final class SomeRows extends AbstractIterator<InternalRow> implements Closeable {
    private final Iterator<InternalRow> rows;
    private long toSkip;
    private long left;

    SomeRows(Iterator<InternalRow> rows, long toSkip, long left) {
      this.rows = rows;
      this.toSkip = toSkip;
      this.left = left;
    }

    @Override
    public boolean hasNext() {
      while (toSkip > 0 && rows.hasNext()) {
        rows.next();
        toSkip--;
      }
      return left > 0 && rows.hasNext();
    }

    @Override
    public InternalRow next() {
      if (!hasNext()) {
        throw new java.util.NoSuchElementException("all rows of the piece are read");
      }
      left--;
      return rows.next();
    }

    @Override
    public void close() throws IOException {
      if (rows instanceof Closeable open) {
        open.close();
      }
    }
  }
}
