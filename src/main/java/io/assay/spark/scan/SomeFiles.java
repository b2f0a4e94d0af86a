package io.assay.spark.scan;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.datasources.FileIndex;
import org.apache.spark.sql.execution.datasources.FileStatusWithMetadata;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.PartitionDirectory;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractPartialFunction;

/**
 * The listing of a table of which some files alone are read. Everything else about the table, its
 * columns and partitions above all, is as if all files were there.
 */
public final class SomeFiles implements FileIndex {
  private final FileIndex all;
  private final Set<String> wanted;

  private SomeFiles(FileIndex all, Set<String> wanted) {
    this.all = all;
    this.wanted = wanted;
  }

  /**
   * Returns the rows of some files of a table.
   *
   * @param table read by Spark's own readers of files
   * @param wanted the files, as {@link ScannedFile#listed} names them
   */
  public static Dataset<Row> of(Dataset<Row> table, Set<String> wanted) {
    LogicalPlan plan =
        ((org.apache.spark.sql.classic.Dataset<Row>) table)
            .queryExecution()
            .analyzed()
            .transform(new Fewer(Set.copyOf(wanted)));
    return org.apache.spark.sql.classic.Dataset.ofRows((SparkSession) table.sparkSession(), plan);
  }

  /** Puts the shorter listing in the place of the whole one. */
  private static final class Fewer extends AbstractPartialFunction<LogicalPlan, LogicalPlan>
      implements Serializable {
    private static final long serialVersionUID = 1;
    private final transient Set<String> wanted;

    Fewer(Set<String> wanted) {
      this.wanted = wanted;
    }

    @Override
    public boolean isDefinedAt(LogicalPlan plan) {
      return plan instanceof LogicalRelation relation
          && relation.relation() instanceof HadoopFsRelation;
    }

    @Override
    public LogicalPlan apply(LogicalPlan plan) {
      LogicalRelation relation = (LogicalRelation) plan;
      HadoopFsRelation files = (HadoopFsRelation) relation.relation();
      return relation.copy(
          files.copy(
              new SomeFiles(files.location(), wanted),
              files.partitionSchema(),
              files.dataSchema(),
              files.bucketSpec(),
              files.fileFormat(),
              files.options(),
              files.sparkSession()),
          relation.output(),
          relation.catalogTable(),
          relation.isStreaming(),
          relation.stream());
    }
  }

  @Override
  public Seq<PartitionDirectory> listFiles(
      Seq<Expression> partitionFilters, Seq<Expression> dataFilters) {
    List<PartitionDirectory> folders = new ArrayList<>();
    for (PartitionDirectory folder :
        CollectionConverters.asJava(all.listFiles(partitionFilters, dataFilters))) {
      List<FileStatusWithMetadata> files =
          CollectionConverters.asJava(folder.files()).stream()
              .filter(file -> wanted.contains(file.getPath().toUri().toString()))
              .toList();
      if (!files.isEmpty()) {
        folders.add(
            new PartitionDirectory(folder.values(), CollectionConverters.asScala(files).toSeq()));
      }
    }
    return CollectionConverters.asScala(folders).toSeq();
  }

  @Override
  public Seq<Path> rootPaths() {
    return all.rootPaths();
  }

  @Override
  public String[] inputFiles() {
    return wanted.stream().sorted().toArray(String[]::new);
  }

  @Override
  public void refresh() {
    all.refresh();
  }

  @Override
  public long sizeInBytes() {
    return all.sizeInBytes();
  }

  @Override
  public StructType partitionSchema() {
    return all.partitionSchema();
  }
}
