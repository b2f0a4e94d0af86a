package io.assay.spark.scan;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.report.Manifest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Shards by file: pieces of files, in their own order, read where they lie. No shuffle; a row
 * crosses no network but the file system's.
 */
public final class FileShards implements ShardRows {
  private static final long BYTES_A_BATCH = 16L << 20;
  private static final long MOST_ROWS_A_BATCH = 4096;

  private final FileScan scan;
  private final List<ScannedFile> files;
  private final List<List<Piece>> shards;
  private final int shardRows;
  private final int rowsAtOnce;

  private FileShards(
      FileScan scan,
      List<ScannedFile> files,
      List<List<Piece>> shards,
      int shardRows,
      int rowsAtOnce) {
    this.scan = scan;
    this.files = files;
    this.shards = shards;
    this.shardRows = shardRows;
    this.rowsAtOnce = rowsAtOnce;
  }

  /**
   * How shards are cut.
   *
   * @param rows the table's rows, after its filters
   * @param shardRows rows of a shard, about
   * @param most the most shards
   * @param rowBytes bytes of a row's input, about
   */
  public record Size(long rows, int shardRows, int most, long rowBytes) {
    int rowsAtOnce() {
      return (int) Math.max(1, Math.min(MOST_ROWS_A_BATCH, BYTES_A_BATCH / Math.max(1, rowBytes)));
    }

    /** Returns the weight of a shard of which so much is in the files. */
    double target(long weight) {
      return (double) weight * shardRows / Math.max(1, rows);
    }
  }

  /** Cuts the files of a scan. */
  static FileShards of(FileScan scan, List<FileParts> parts, Size size) {
    long weight = parts.stream().mapToLong(FileParts::weight).sum();
    List<List<Piece>> shards = Packing.shards(parts, size.target(weight), size.most());
    return new FileShards(scan, scan.files(), shards, size.shardRows(), size.rowsAtOnce());
  }

  /**
   * Takes up shards that were stored.
   *
   * @param listed the run's list of input files
   * @throws AssayException INPUT_UNREADABLE if one of them has changed since
   */
  static FileShards again(
      FileScan scan, StoredShards stored, List<Manifest.InputFile> listed, Size size) {
    Map<String, ScannedFile> now = new HashMap<>();
    scan.files().forEach(file -> now.put(file.listed().path(), file));
    List<ScannedFile> files = new ArrayList<>();
    for (Manifest.InputFile then : listed) {
      ScannedFile file = now.get(then.path());
      if (file == null || !file.listed().equals(then)) {
        throw new AssayException(
            ErrorCode.INPUT_UNREADABLE,
            "The input file %s has changed since the run, %d bytes of %s then; shards made of files"
                + " need the same files",
            then.path(),
            then.bytes(),
            then.modified());
      }
      files.add(file);
    }
    return new FileShards(
        scan,
        files,
        stored.pieces().stream().map(Piece::parse).toList(),
        stored.shardRows(),
        size.rowsAtOnce());
  }

  /** Returns how many shards there are. */
  public int count() {
    return shards.size();
  }

  @Override
  public JavaRDD<InternalRow> rows(List<Integer> wanted) {
    return scan.rows(shards, files, rowsAtOnce);
  }

  @Override
  public StoredShards stored() {
    return StoredShards.ofFiles(shardRows, shards);
  }
}
