package io.assay.bench;

import io.assay.attribution.Attributions;
import io.assay.attribution.MethodInfo;
import io.assay.attribution.MethodInfo.Completeness;
import io.assay.attribution.ModelCalls;
import io.assay.model.BlackBox;
import io.assay.spark.parquet.ParquetTable;
import io.assay.table.AttributionTable;
import io.assay.table.AttributionTable.Kept;
import io.assay.table.AttributionTable.Layout;
import io.assay.table.AttributionTable.Spec;
import io.assay.tensor.RowIds;
import io.assay.tensor.RowSelection;
import io.assay.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.hadoop.conf.Configuration;

/**
 * What it costs to get attributions into a file: rows a CPU second of the writing thread from
 * tensors to Parquet, how the time is shared between filling vectors and writing pages, and bytes a
 * row. Values are the gradients of a random network, which have the entropy of real ones. The least
 * of some rounds.
 */
public final class TableBench {
  private static final int ROUNDS = 6;
  private static final int POOL_VALUES = 4_000_000;
  private static final double NANOS = 1e9;
  private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

  private final Layout layout;
  private final int groups;
  private final int batchRows;
  private final List<Attributions> batches = new ArrayList<>();

  private TableBench(Layout layout, int groups, int batchRows) {
    this.layout = layout;
    this.groups = groups;
    this.batchRows = batchRows;
    SplittableRandom random = new SplittableRandom(1);
    int pool = Math.max(1, POOL_VALUES / groups / batchRows); // no value comes twice in a page
    for (int batch = 0; batch < pool; batch++) {
      batches.add(attributions(batch * batchRows, random));
    }
  }

  /**
   * Prints the table.
   *
   * @param arguments rows of the table of 30 columns (standard 400000)
   */
  public static void main(String[] arguments) throws IOException {
    int rows = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 400_000;
    StringBuilder table = new StringBuilder();
    line(
        table,
        "%-16s %12s %10s %10s %12s",
        "table",
        "rows/cpu-s",
        "fill ns",
        "write ns",
        "bytes/row");
    for (int batch : new int[] {256, 1024, 8192}) {
      new TableBench(Layout.WIDE, 30, batch).measure(table, rows);
    }
    new TableBench(Layout.ARRAY, 784, 1024).measure(table, rows / 20);
    new TableBench(Layout.ARRAY, 150_528, 16).measure(table, Math.max(16, rows / 1000));
    System.out.print(table);
  }

  private static void line(StringBuilder table, String pattern, Object... values) {
    table.append(String.format(Locale.ROOT, pattern, values)).append('\n');
  }

  private void measure(StringBuilder table, int rows) throws IOException {
    Measured best = new Measured(0, Double.MAX_VALUE, Double.MAX_VALUE, 0);
    for (int round = 0; round < ROUNDS; round++) {
      Path folder = Files.createTempDirectory("assay-table");
      Path file = folder.resolve("table.parquet");
      try {
        Measured measured = write(file, rows);
        best = measured.seconds() < best.seconds() ? measured : best;
      } finally {
        Files.deleteIfExists(folder.resolve(".table.parquet.crc"));
        Files.deleteIfExists(file);
        Files.delete(folder);
      }
    }
    line(
        table,
        "%-16s %,12.0f %,10.0f %,10.0f %,12.1f",
        layout.name().toLowerCase(Locale.ROOT) + " " + groups + "/" + batchRows,
        best.rows() / best.seconds(),
        best.fill() / best.rows() * NANOS,
        best.write() / best.rows() * NANOS,
        (double) best.size() / best.rows());
  }

  private record Measured(long rows, double fill, double write, long size) {
    double seconds() {
      return fill + write;
    }
  }

  private Measured write(Path file, int rows) {
    List<String> names = IntStream.range(0, groups).mapToObj(group -> "x" + group).toList();
    AttributionTable table =
        new AttributionTable(new Spec(method(), layout, names, List.of(), List.of(), Map.of()));
    long filling = 0;
    long start = CLOCK.getCurrentThreadCpuTime();
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot root = VectorSchemaRoot.create(table.schema(), allocator);
        ParquetTable parquet =
            new ParquetTable(
                new org.apache.hadoop.fs.Path(file.toUri()), table.schema(), new Configuration())) {
      Kept kept = new Kept(root, RowSelection.all(batchRows));
      while (parquet.written() < rows) {
        long before = CLOCK.getCurrentThreadCpuTime();
        int batch = (int) (parquet.written() / batchRows % batches.size());
        table.fill(root, batches.get(batch), (row, slot) -> "class 1", kept);
        filling += CLOCK.getCurrentThreadCpuTime() - before;
        parquet.write(root);
      }
      parquet.finish();
      long all = CLOCK.getCurrentThreadCpuTime() - start;
      long size = Files.size(file);
      return new Measured(parquet.written(), filling / NANOS, (all - filling) / NANOS, size);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Attributions attributions(int first, SplittableRandom random) {
    float[] values = new float[batchRows * groups];
    float[] scores = new float[batchRows];
    int hidden = 48;
    float[] out = normal(hidden, random);
    float[] in = normal(hidden * groups, random);
    for (int row = 0; row < batchRows; row++) {
      double score = random.nextDouble();
      scores[row] = (float) score;
      for (int unit = 0; unit < hidden; unit++) {
        float slope = (float) (score * (1 - score) * out[unit] * random.nextDouble());
        boolean isOn = random.nextBoolean();
        for (int group = 0; isOn && group < groups; group++) {
          values[row * groups + group] += slope * in[unit * groups + group];
        }
      }
    }
    return new Attributions(
        new RowIds(IntStream.range(first, first + batchRows).mapToObj(i -> "row-" + i).toList()),
        Tensor.of(values, batchRows, 1, groups),
        Tensor.of(scores, batchRows, 1),
        Tensor.zeros(batchRows, 1),
        Optional.empty(),
        List.of(),
        ModelCalls.same(batchRows, 0, 1, 0));
  }

  private static float[] normal(int count, SplittableRandom random) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static MethodInfo<BlackBox> method() {
    return new MethodInfo<>(
        "saliency",
        "Saliency",
        "Gradients.",
        BlackBox.class,
        MethodInfo.Scale.SCORE_PER_FEATURE,
        Completeness.NONE,
        false,
        false,
        "1",
        "none");
  }
}
