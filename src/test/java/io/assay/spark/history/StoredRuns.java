package io.assay.spark.history;

import com.google.gson.Gson;
import io.assay.aggregate.Importance;
import io.assay.aggregate.ImportanceState;
import io.assay.report.Manifest;
import io.assay.spark.parquet.ParquetTable;
import io.assay.table.ImportanceRecord;
import io.assay.table.ImportanceTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.hadoop.conf.Configuration;

/** An output with finished runs, made without a model: attributions are given. */
public final class StoredRuns {
  /** The method of all attributions. */
  public static final String METHOD = "saliency";

  /** The output that is explained. */
  public static final String TARGET = "malignant";

  private final Path output;
  private final List<String> features;
  private String job = "name: nightly\nseed: 7\n";
  private String digest = "aa";

  /** Begins an output whose runs have these features. */
  public StoredRuns(Path output, List<String> features) {
    this.output = output;
    this.features = features;
  }

  /** Gives the runs that follow another job. */
  public StoredRuns withJob(String yaml) {
    this.job = yaml;
    return this;
  }

  /** Gives the runs that follow another model. */
  public StoredRuns withModel(String sha256) {
    this.digest = sha256;
    return this;
  }

  /**
   * Adds a run.
   *
   * @param id its id, a digit at its end, which is the day in January when it begins
   * @param rows attributions by row id
   */
  public Path add(String id, Map<String, float[]> rows) {
    write(
        output.resolve("attributions/run_id=" + id + "/method=" + METHOD + "/part-00000.parquet"),
        attributionSchema(),
        root -> fill(root, new TreeMap<>(rows)));
    write(
        output.resolve("importance/run_id=" + id + "/part-00000.parquet"),
        ImportanceTable.schema(Map.of()),
        root -> ImportanceTable.fill(root, importance(rows)));
    Path home = output.resolve("runs").resolve(id);
    put(home.resolve("manifest.json"), manifest(id, rows.size()).toJson());
    put(home.resolve("report.html"), "<!doctype html><title>Report of " + id + "</title>");
    return home;
  }

  private List<ImportanceRecord> importance(Map<String, float[]> rows) {
    ImportanceState state = ImportanceState.empty(features.size());
    new TreeMap<>(rows).values().forEach(row -> state.add(row, 0));
    List<Importance> numbers = state.importances(0.95);
    List<ImportanceRecord> records = new ArrayList<>();
    for (int i = 0; i < features.size(); i++) {
      records.add(
          new ImportanceRecord(METHOD, TARGET, "all", features.get(i), List.of(), numbers.get(i)));
    }
    return records;
  }

  private Schema attributionSchema() {
    List<Field> fields = new ArrayList<>();
    fields.add(Field.notNullable("row_id", ArrowType.Utf8.INSTANCE));
    fields.add(Field.notNullable("target", ArrowType.Utf8.INSTANCE));
    for (String feature : features) {
      fields.add(
          Field.notNullable(feature, new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)));
    }
    return new Schema(fields, Map.of("assay.features", new Gson().toJson(features)));
  }

  private void fill(VectorSchemaRoot root, Map<String, float[]> rows) {
    root.allocateNew();
    int at = 0;
    for (Map.Entry<String, float[]> row : rows.entrySet()) {
      ((VarCharVector) root.getVector(0))
          .setSafe(at, row.getKey().getBytes(StandardCharsets.UTF_8));
      ((VarCharVector) root.getVector(1)).setSafe(at, TARGET.getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < features.size(); i++) {
        ((Float4Vector) root.getVector(2 + i)).setSafe(at, row.getValue()[i]);
      }
      at++;
    }
    root.setRowCount(rows.size());
  }

  private interface Filling {
    void into(VectorSchemaRoot root);
  }

  private static void write(Path file, Schema schema, Filling filling) {
    try (BufferAllocator memory = new RootAllocator();
        VectorSchemaRoot root = VectorSchemaRoot.create(schema, memory);
        ParquetTable table =
            new ParquetTable(
                new org.apache.hadoop.fs.Path(file.toUri()), schema, new Configuration())) {
      filling.into(root);
      table.write(root);
      table.finish();
    }
  }

  private static void put(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Manifest manifest(String id, int rows) {
    return new Manifest(
        id,
        "nightly",
        "2026-01-0" + id.charAt(id.length() - 1) + "T02:00:00Z",
        "2026-01-0" + id.charAt(id.length() - 1) + "T02:01:00Z",
        "succeeded",
        0.95,
        job,
        new Manifest.Model("model.pt", digest, 3, List.of(2), List.of("no", TARGET), "logit"),
        new Manifest.Input("parquet", "rows.parquet", "id", List.of()),
        features.stream().map(name -> new Manifest.Feature(name, List.of(name))).toList(),
        new Manifest.BaselineUsed("mean", "the mean of the input", 10, ""),
        new Manifest.Counts(rows, rows, 0, Map.of()),
        null,
        new Manifest.Shards(1, rows),
        List.of(
            new Manifest.MethodRun(METHOD, Map.of("magnitude", "absolute"), 0, rows, 0, null, 1)),
        Map.of("attribute", 2.0),
        Map.of("assay", "test"),
        null,
        null,
        List.of());
  }
}
