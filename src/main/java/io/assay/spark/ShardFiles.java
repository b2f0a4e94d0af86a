package io.assay.spark;

import io.assay.attribution.Attributions;
import io.assay.attribution.Diagnostic;
import io.assay.job.InputPlan;
import io.assay.job.RunPlan;
import io.assay.job.RunPlan.PlannedMethod;
import io.assay.run.BatchResult;
import io.assay.run.StateRecord;
import io.assay.spark.ShardReport.TableFile;
import io.assay.spark.parquet.ParquetTable;
import io.assay.table.AttributionTable;
import io.assay.table.Reject;
import io.assay.table.RejectsTable;
import io.assay.table.StatesTable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.util.AutoCloseables;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The files of one attempt at one shard: a file a table, opened when its first record comes. */
final class ShardFiles implements AutoCloseable {
  /**
   * What every shard's tables have in common.
   *
   * @param plan the methods and what their values belong to
   * @param keep the columns carried through
   * @param metadata notes for the footers
   */
  record Shape(RunPlan plan, List<Field> keep, Map<String, String> metadata) {}

  /** How a file is written. */
  private interface Opening {
    ParquetTable table(Path file, Schema schema, Configuration configuration);
  }

  /** A file with the batch that fills it. */
  private record Open(TableFile file, ParquetTable parquet, VectorSchemaRoot root) {}

  private final Path folder;
  private final Configuration configuration;
  private final BufferAllocator allocator;
  private final Shape shape;
  private final Map<String, Open> open = new LinkedHashMap<>();
  private final Map<String, AttributionTable> tables = new LinkedHashMap<>();

  ShardFiles(Path folder, Configuration configuration, BufferAllocator allocator, Shape shape) {
    this.folder = folder;
    this.configuration = configuration;
    this.allocator = allocator;
    this.shape = shape;
  }

  /** Writes what the methods found; {@code kept} is where the explained rows' columns lie. */
  void attributions(List<PlannedMethod> methods, BatchResult result, AttributionTable.Kept kept) {
    for (int i = 0; i < methods.size() && result.rows().size() > 0; i++) {
      Attributions attributions = result.byMethod().get(i);
      PlannedMethod method = methods.get(i);
      AttributionTable table =
          tables.computeIfAbsent(method.key(), absent -> attributionTable(method, attributions));
      Open file = open("attributions", "method=" + method.key(), table::schema, ParquetTable::new);
      table.fill(file.root(), attributions, result.targets()::name, kept);
      file.parquet().write(file.root());
    }
  }

  private AttributionTable attributionTable(PlannedMethod method, Attributions first) {
    return new AttributionTable(
        new AttributionTable.Spec(
            method.method().info(),
            shape.plan().isWide(method)
                ? AttributionTable.Layout.WIDE
                : AttributionTable.Layout.ARRAY,
            method.columns(),
            first.diagnostics().stream().map(Diagnostic::name).toList(),
            shape.plan().input().kind() == InputPlan.Kind.TEXT,
            shape.keep(),
            Footers.of(shape.metadata(), shape.plan(), method)));
  }

  /** Writes rows that could not be explained. */
  void rejects(List<Reject> rejects) {
    if (!rejects.isEmpty()) {
      Open file =
          open("rejects", "", () -> RejectsTable.schema(shape.metadata()), ParquetTable::new);
      RejectsTable.fill(file.root(), rejects);
      file.parquet().write(file.root());
    }
  }

  /** Writes the shard's states. */
  void states(List<StateRecord> states) {
    if (!states.isEmpty()) {
      Open file =
          open(
              "states",
              "",
              () -> StatesTable.schema(shape.metadata()),
              ParquetTable::uncompressed); // the driver reads all shards' states
      StatesTable.fill(file.root(), states.stream().map(ShardFiles::stored).toList());
      file.parquet().write(file.root());
    }
  }

  /** Returns a state as a record of the states table. */
  static io.assay.table.StateRecord stored(StateRecord state) {
    return new io.assay.table.StateRecord(
        state.key().method(),
        state.key().target(),
        state.key().slice(),
        state.key().kind().name().toLowerCase(Locale.ROOT),
        ByteBuffer.wrap(state.bytes()));
  }

  private Open open(String table, String partition, Supplier<Schema> schema, Opening opening) {
    String name = partition.isEmpty() ? table : table + "." + partition.replace('=', '.');
    return open.computeIfAbsent(
        name,
        absent -> {
          String fileName = name + ".parquet";
          Schema columns = schema.get();
          return new Open(
              new TableFile(table, partition, fileName, 0, 0),
              opening.table(new Path(folder, fileName), columns, configuration),
              VectorSchemaRoot.create(columns, allocator));
        });
  }

  /** Closes all files and returns what was written. */
  List<TableFile> finish() {
    List<TableFile> files = new ArrayList<>();
    for (Open each : open.values()) {
      each.parquet().finish();
      TableFile file = each.file();
      files.add(
          new TableFile(
              file.table(),
              file.partition(),
              file.name(),
              each.parquet().written(),
              RunFolder.bytes(new Path(folder, file.name()), configuration)));
    }
    return files;
  }

  /** Gives the memory back; files that were not finished stay behind in the attempt. */
  @Override
  public void close() {
    List<AutoCloseable> all = new ArrayList<>();
    open.values().forEach(each -> Collections.addAll(all, each.root(), each.parquet()));
    try {
      AutoCloseables.close(all); // all of them, whatever the first says
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
