package io.assay.spark.scan;

import io.assay.AssayException;
import io.assay.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetInputFormat;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.FileSourceOptions;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.physical.UnknownPartitioning;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.FileSourceScanExec;
import org.apache.spark.sql.execution.LogicalRDD;
import org.apache.spark.sql.execution.PartitionedFileUtil;
import org.apache.spark.sql.execution.ProjectExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.FilePartition;
import org.apache.spark.sql.execution.datasources.FileScanRDD;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.PartitionDirectory;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Function1;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractPartialFunction;

/**
 * The one scan of files that a table comes from. Its listing, its readers and everything that is
 * computed above it stay Spark's; what becomes of files is said from outside: which parts of which
 * files make a partition.
 */
public final class FileScan {
  private static final String PARQUET_BATCH = "spark.sql.parquet.columnarReaderBatchSize";
  private static final String ORC_BATCH = "spark.sql.orc.columnarReaderBatchSize";

  private final Dataset<Row> table;
  private final SparkPlan plan;
  private final FileSourceScanExec scan;
  private final ScanFormat format;
  private final List<ScannedFile> files;

  private FileScan(Dataset<Row> table, SparkPlan plan, FileSourceScanExec scan, ScanFormat format) {
    this.table = table;
    this.plan = plan;
    this.scan = scan;
    this.format = format;
    this.files = list(scan);
  }

  /**
   * Finds the scan of a table.
   *
   * @return nothing if the table comes from several scans, or from anything but files of Parquet,
   *     CSV, JSON, ORC or binary files that Spark's own readers read
   */
  public static Optional<FileScan> of(Dataset<Row> table) {
    SparkPlan plan = classic(table).queryExecution().sparkPlan();
    List<SparkPlan> leaves = CollectionConverters.asJava(plan.collectLeaves());
    if (leaves.size() != 1 || !(leaves.get(0) instanceof FileSourceScanExec scan)) {
      return Optional.empty();
    }
    return ScanFormat.of(scan.relation().fileFormat())
        .map(format -> new FileScan(table, plan, scan, format));
  }

  private static List<ScannedFile> list(FileSourceScanExec scan) {
    List<ScannedFile> files = new ArrayList<>();
    for (PartitionDirectory folder :
        CollectionConverters.asJava(
            scan.relation().location().listFiles(scan.partitionFilters(), scan.dataFilters()))) {
      CollectionConverters.asJava(folder.files())
          .forEach(status -> files.add(new ScannedFile(status, folder.values())));
    }
    files.sort(Comparator.comparing(ScannedFile::path));
    return List.copyOf(files);
  }

  /** Returns the files, in the order of their paths. */
  public List<ScannedFile> files() {
    return files;
  }

  /**
   * Returns what the files can be cut into, in their order.
   *
   * @throws AssayException INPUT_UNREADABLE if a footer cannot be read
   */
  List<FileParts> parts() {
    if (format == ScanFormat.PARQUET) {
      return rowGroups();
    }
    List<FileParts> parts = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      ScannedFile file = files.get(i);
      boolean isCut = scan.relation().fileFormat().isSplitable(session(), options(), file.path());
      long rows = format == ScanFormat.BINARY_FILE ? 1 : Piece.UNKNOWN;
      parts.add(
          new FileParts(
              List.of(Piece.of(i, 0, file.bytes(), rows)),
              isCut ? FileParts.Cut.BY_BYTES : FileParts.Cut.NEVER));
    }
    return parts;
  }

  private List<FileParts> rowGroups() {
    try {
      return RowGroups.of(session(), files, hadoop());
    } catch (IOException e) {
      throw AssayException.causedBy(
          e, ErrorCode.INPUT_UNREADABLE, "Cannot read the input's footers: %s", e.getMessage());
    }
  }

  /** Returns the table's rows if they can be counted without reading them. */
  OptionalLong rows(List<FileParts> parts) {
    boolean isKnown = format == ScanFormat.PARQUET || format == ScanFormat.BINARY_FILE;
    return isKnown && isWhole(plan)
        ? OptionalLong.of(parts.stream().mapToLong(FileParts::weight).sum())
        : OptionalLong.empty();
  }

  /** Returns whether all rows of the files are rows of the table. */
  private static boolean isWhole(SparkPlan plan) {
    return plan instanceof FileSourceScanExec scan
        ? scan.dataFilters().isEmpty()
        : plan instanceof ProjectExec project && isWhole(project.child());
  }

  /**
   * Returns the table's rows, a partition a shard.
   *
   * @param files what the numbers of pieces mean
   * @param rowsAtOnce rows of a batch of columns in the reader, at least 1
   */
  JavaRDD<InternalRow> rows(List<List<Piece>> shards, List<ScannedFile> files, int rowsAtOnce) {
    RDD<InternalRow> read = read(shards, files, rowsAtOnce);
    LogicalRDD rows =
        new LogicalRDD(
            scan.output(),
            read,
            new UnknownPartitioning(shards.size()),
            none(),
            false,
            Option.empty(),
            session(),
            Option.empty(),
            Option.empty());
    LogicalPlan above =
        classic(table).queryExecution().optimizedPlan().transform(new Instead(rows));
    return org.apache.spark.sql.classic.Dataset.ofRows(session(), above)
        .queryExecution()
        .toRdd()
        .toJavaRDD();
  }

  /** Puts rows in the place of the files that they are read from. */
  private static final class Instead extends AbstractPartialFunction<LogicalPlan, LogicalPlan> {
    private final LogicalPlan rows;

    Instead(LogicalPlan rows) {
      this.rows = rows;
    }

    @Override
    public boolean isDefinedAt(LogicalPlan plan) {
      return plan instanceof LogicalRelation;
    }

    @Override
    public LogicalPlan apply(LogicalPlan plan) {
      return rows;
    }
  }

  private RDD<InternalRow> read(List<List<Piece>> shards, List<ScannedFile> files, int rowsAtOnce) {
    boolean hasRowRanges = shards.stream().flatMap(List::stream).anyMatch(Piece::isRowRange);
    List<FilePartition> partitions = new ArrayList<>();
    for (List<Piece> shard : shards) {
      PartitionedFile[] parts =
          shard.stream().map(piece -> part(piece, files)).toArray(PartitionedFile[]::new);
      partitions.add(new FilePartition(partitions.size(), parts));
    }
    HadoopFsRelation relation = scan.relation();
    return new FileScanRDD(
        session(),
        new PieceReader(reader(rowsAtOnce, hasRowRanges)),
        CollectionConverters.asScala(partitions).toSeq(),
        joined(scan.requiredSchema(), relation.partitionSchema()),
        scan.fileConstantMetadataColumns(),
        relation.fileFormat().fileConstantMetadataExtractors(),
        new FileSourceOptions(options()));
  }

  private static PartitionedFile part(Piece piece, List<ScannedFile> files) {
    ScannedFile file = files.get(piece.file());
    PartitionedFile part =
        PartitionedFileUtil.getPartitionedFile(
            file.status(), file.path(), file.partition(), piece.start(), piece.length());
    return piece.isRowRange() ? PieceReader.marked(part, piece) : part;
  }

  /** Returns Spark's reader; the numbers of rows mean nothing to one that leaves out some. */
  private Function1<PartitionedFile, scala.collection.Iterator<InternalRow>> reader(
      int rowsAtOnce, boolean hasRowRanges) {
    SparkSession session = session().cloneSession();
    session.conf().set(PARQUET_BATCH, Integer.toString(rowsAtOnce));
    session.conf().set(ORC_BATCH, Integer.toString(rowsAtOnce));
    HadoopFsRelation relation = scan.relation();
    return relation
        .fileFormat()
        .buildReaderWithPartitionValues(
            session,
            relation.dataSchema(),
            relation.partitionSchema(),
            scan.requiredSchema(),
            hasRowRanges ? none() : scan.pushedDownFilters(),
            PieceReader.with(options(), FileFormat.OPTION_RETURNING_BATCH(), "false"),
            reading());
  }

  /** Ranges asked for together pay where requests are slow; a disk gives them sooner in turn. */
  private Configuration reading() {
    Configuration hadoop = hadoop();
    if (files.stream().allMatch(file -> "file".equals(file.path().toUri().getScheme()))) {
      hadoop.setIfUnset(ParquetInputFormat.HADOOP_VECTORED_IO_ENABLED, "false");
    }
    return hadoop;
  }

  private static <T> Seq<T> none() {
    return CollectionConverters.asScala(List.<T>of()).toSeq();
  }

  private static StructType joined(StructType data, StructType partition) {
    List<StructField> fields = new ArrayList<>(List.of(data.fields()));
    fields.addAll(List.of(partition.fields()));
    return new StructType(fields.toArray(StructField[]::new));
  }

  private scala.collection.immutable.Map<String, String> options() {
    return scan.relation().options();
  }

  private Configuration hadoop() {
    return session().sessionState().newHadoopConfWithOptions(options());
  }

  private SparkSession session() {
    return (SparkSession) table.sparkSession();
  }

  private static org.apache.spark.sql.classic.Dataset<Row> classic(Dataset<Row> table) {
    return (org.apache.spark.sql.classic.Dataset<Row>) table;
  }
}
