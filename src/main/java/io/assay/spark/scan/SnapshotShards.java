package io.assay.spark.scan;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;

import io.assay.report.Manifest;
import io.assay.spark.rows.DecodedRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Shards by the data files of a table's snapshot: pieces of files, rows in their order there. The
 * table's connector reads them, and one shuffle of the columns that the job needs brings the rows
 * of a shard together.
 */
final class SnapshotShards implements ShardRows {
  private static final String FILE = "assay-file";
  private static final String POSITION = "assay-position";
  private static final StructType PLACES =
      new StructType()
          .add("assay-of", DataTypes.StringType, false)
          .add("assay-from", DataTypes.LongType, false)
          .add("assay-to", DataTypes.LongType, false)
          .add("assay-shard", DataTypes.IntegerType, false)
          .add("assay-place", DataTypes.IntegerType, false);

  private final Dataset<Row> canonical;
  private final SnapshotTable table;
  private final List<Manifest.InputFile> files;
  private final StoredShards stored;

  /**
   * Takes shards.
   *
   * @param canonical rows of the snapshot
   * @param files what the numbers of pieces mean
   * @param stored shards made of files
   */
  SnapshotShards(
      Dataset<Row> canonical,
      SnapshotTable table,
      List<Manifest.InputFile> files,
      StoredShards stored) {
    this.canonical = canonical;
    this.table = table;
    this.files = files;
    this.stored = stored;
  }

  /** Cuts the files of a snapshot. */
  static SnapshotShards of(Dataset<Row> canonical, SnapshotFiles found, FileShards.Size size) {
    List<FileParts> parts = found.parts();
    long weight = parts.stream().mapToLong(FileParts::weight).sum();
    List<List<Piece>> shards = Packing.shards(parts, size.target(weight), size.most());
    return new SnapshotShards(
        canonical, found.table(), found.listed(), StoredShards.ofFiles(size.shardRows(), shards));
  }

  @Override
  public JavaRDD<InternalRow> rows(List<Integer> wanted) {
    Column[] columns =
        Arrays.stream(canonical.columns()).map(SnapshotShards::quoted).toArray(Column[]::new);
    List<Column> placed = new ArrayList<>(List.of(columns));
    placed.add(table.file().as(FILE));
    placed.add(table.position().as(POSITION));
    Dataset<Row> places = canonical.sparkSession().createDataFrame(places(wanted), PLACES);
    return DecodedRows.internal(
        canonical
            .select(placed.toArray(Column[]::new))
            .join(
                broadcast(places),
                quoted(FILE)
                    .equalTo(quoted("assay-of"))
                    .and(quoted(POSITION).geq(quoted("assay-from")))
                    .and(quoted(POSITION).lt(quoted("assay-to"))))
            .repartitionById(stored.count(), quoted("assay-shard"))
            .sortWithinPartitions(quoted("assay-place"), quoted(POSITION))
            .select(columns));
  }

  /** Returns a row a piece: its file, its positions, its shard and which piece of that it is. */
  private List<Row> places(List<Integer> wanted) {
    List<Row> places = new ArrayList<>();
    for (int shard : wanted) {
      int place = 0;
      for (Piece piece : Piece.parse(stored.pieces().get(shard))) {
        long from = piece.isRowRange() ? piece.first() : 0;
        long to = piece.isRowRange() ? from + piece.rows() : Long.MAX_VALUE;
        places.add(RowFactory.create(files.get(piece.file()).path(), from, to, shard, place++));
      }
    }
    return places;
  }

  private static Column quoted(String name) {
    return col("`" + name.replace("`", "``") + "`");
  }

  @Override
  public StoredShards stored() {
    return stored;
  }
}
