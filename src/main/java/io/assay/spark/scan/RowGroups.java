package io.assay.spark.scan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** The row groups of Parquet files, from their footers. */
final class RowGroups {
  /** So few footers are read on the driver. */
  private static final int FEW = 32;

  private static final int FOOTERS_A_TASK = 16;
  private static final int MOST_TASKS = 1024;

  private RowGroups() {}

  /** Where a file lies and how long it is: what travels to a task. */
  private record Footer(int number, String path, long bytes) implements java.io.Serializable {
    /** Returns start, length and rows of each row group, one after the other, and whether paged. */
    Found read(Configuration hadoop) throws IOException {
      FileStatus status = new FileStatus(bytes, false, 1, bytes, 0, new Path(path));
      try (ParquetFileReader file =
          ParquetFileReader.open(HadoopInputFile.fromStatus(status, hadoop))) {
        List<BlockMetaData> groups = file.getFooter().getBlocks();
        return new Found(number, ranges(groups), isPaged(groups));
      }
    }

    private long[] ranges(List<BlockMetaData> groups) {
      long[] ranges = new long[3 * groups.size()];
      for (int i = 0; i < groups.size(); i++) {
        long start = groups.get(i).getStartingPos();
        long end = i + 1 < groups.size() ? groups.get(i + 1).getStartingPos() : bytes;
        ranges[3 * i] = start;
        ranges[3 * i + 1] = end - start;
        ranges[3 * i + 2] = groups.get(i).getRowCount();
      }
      return ranges;
    }
  }

  /** What a footer says. */
  @SuppressWarnings("ArrayRecordComponent") // it only travels
  private record Found(int number, long[] ranges, boolean isPaged) implements java.io.Serializable {
    FileParts parts() {
      List<Piece> parts = new ArrayList<>();
      boolean isInOrder = true;
      long rows = 0;
      for (int i = 0; i < ranges.length; i += 3) {
        parts.add(Piece.of(number, ranges[i], ranges[i + 1], ranges[i + 2]));
        isInOrder &= ranges[i + 1] > 0;
        rows += ranges[i + 2];
      }
      if (!isInOrder) { // nobody writes such files, but they can be read as a whole
        long end = ranges[ranges.length - 2] + ranges[ranges.length - 3];
        return new FileParts(List.of(Piece.of(number, 0, end, rows)), FileParts.Cut.NEVER);
      }
      return new FileParts(parts, isPaged ? FileParts.Cut.BY_ROWS : FileParts.Cut.BY_SKIPPED_ROWS);
    }
  }

  /** Returns whether pages can be read one by one. */
  static boolean isPaged(List<BlockMetaData> groups) {
    return groups.stream()
        .flatMap(group -> group.getColumns().stream())
        .allMatch(column -> column.getOffsetIndexReference() != null);
  }

  /** Reads the footers of files, in their order. */
  static List<FileParts> of(SparkSession spark, List<ScannedFile> files, Configuration hadoop)
      throws IOException {
    List<Footer> footers =
        IntStream.range(0, files.size())
            .mapToObj(i -> new Footer(i, files.get(i).path().toString(), files.get(i).bytes()))
            .toList();
    List<FileParts> parts = new ArrayList<>();
    if (footers.size() <= FEW) {
      for (Footer footer : footers) {
        parts.add(footer.read(hadoop).parts());
      }
      return parts;
    }
    SerializableConfiguration shipped = new SerializableConfiguration(hadoop);
    int tasks = Math.min(MOST_TASKS, (footers.size() + FOOTERS_A_TASK - 1) / FOOTERS_A_TASK);
    new JavaSparkContext(spark.sparkContext())
        .parallelize(footers, tasks)
        .map(footer -> footer.read(shipped.value()))
        .collect()
        .forEach(found -> parts.add(found.parts()));
    return parts;
  }
}
