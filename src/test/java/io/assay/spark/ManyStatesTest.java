package io.assay.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.aggregate.ImportanceState;
import io.assay.attribution.gradient.Saliency;
import io.assay.job.InputPlan;
import io.assay.job.JobReader;
import io.assay.job.JobSpec;
import io.assay.job.RunPlan;
import io.assay.run.ShardStates;
import io.assay.run.StateKey;
import io.assay.run.StateRecord;
import io.assay.spark.parquet.ParquetTable;
import io.assay.table.StatesTable;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * States of many shards and slices, read and merged as a run does in the end. {@code
 * -Dassay.shards=10000 -Dassay.slices=1000} measure a large run; its shards are eight files, again
 * and again.
 */
class ManyStatesTest {
  private static final int SHARDS = Integer.getInteger("assay.shards", 60);
  private static final int SLICES = Integer.getInteger("assay.slices", 25);
  private static final int DIFFERENT = 8;
  private static final int FEATURES = 30;

  @TempDir private File folder;

  @ParameterizedTest
  @ValueSource(ints = {10, 100})
  void filesOfManyShardsGiveTheStatesOfOneRecordAfterTheOther(int rows) {
    Configuration hadoop = new Configuration();
    RunPlan plan = plan();
    List<Path> shards = new ArrayList<>();
    for (int shard = 0; shard < DIFFERENT; shard++) {
      Path file = new Path(folder.getPath(), rows + "-" + shard + ".parquet");
      write(file, hadoop, records(rows, shard));
      shards.add(file);
    }
    long largest = shards.stream().mapToLong(file -> RunFolder.bytes(file, hadoop)).max().orElse(0);
    for (int shard = DIFFERENT; shard < SHARDS; shard++) {
      shards.add(shards.get(shard % DIFFERENT));
    }

    long start = System.nanoTime();
    ShardStates merged = StoredStates.merged(shards, largest, hadoop, plan);
    double seconds = (System.nanoTime() - start) / 1e9;

    System.out.printf(
        "%d shards of %d slices of %d rows, %,d bytes a shard: %.1f s, heap at most %,d MB%n",
        SHARDS, SLICES, rows, largest, seconds, peakHeap() >> 20);
    ShardStates plain = new ShardStates(plan);
    shards.forEach(
        file ->
            StoredStates.of(file, hadoop).stream()
                .filter(record -> record.key().slice().endsWith("7"))
                .forEach(plain::merge));
    assertThat(merged.importance()).hasSize(SLICES);
    assertThat(plain.importance()).hasSizeGreaterThan(1);
    plain
        .importance()
        .forEach(
            (key, state) ->
                assertThat(Objects.requireNonNull(merged.importance().get(key)).toBytes())
                    .isEqualTo(state.toBytes()));
  }

  private static long peakHeap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }

  private static void write(Path file, Configuration hadoop, List<StateRecord> records) {
    Schema schema = StatesTable.schema(Map.of());
    try (RootAllocator allocator = new RootAllocator();
        VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
        ParquetTable table = ParquetTable.uncompressed(file, schema, hadoop)) {
      StatesTable.fill(root, records.stream().map(ShardFiles::stored).toList());
      table.write(root);
      table.finish();
    }
  }

  /** Attributions over some decades, of both signs, some exactly 0. */
  private static List<StateRecord> records(int rows, int shard) {
    SplittableRandom random = new SplittableRandom(shard);
    List<StateRecord> records = new ArrayList<>();
    for (int slice = 0; slice < SLICES; slice++) {
      ImportanceState state = ImportanceState.empty(FEATURES);
      float[] values = new float[FEATURES];
      for (int row = 0; row < rows; row++) {
        for (int feature = 0; feature < FEATURES; feature++) {
          double size = Math.exp(1.5 * random.nextGaussian()) * random.nextGaussian();
          values[feature] = random.nextInt(20) == 0 ? 0 : (float) size;
        }
        state.add(values, 0);
      }
      StateKey key = new StateKey("saliency", "f0", "slice=" + slice, StateKey.Kind.IMPORTANCE);
      records.add(new StateRecord(key, state.toBytes()));
    }
    return records;
  }

  private static RunPlan plan() {
    List<String> names = IntStream.range(0, FEATURES).mapToObj(each -> "x" + each).toList();
    JobSpec spec =
        JobReader.read(
            """
            name: states
            input: {path: data, features: [%s]}
            model: {path: model.pt}
            target: {column: 0}
            methods: [saliency]
            output: {path: out}
            """
                .formatted(String.join(", ", names)),
            List.of());
    Saliency method = new Saliency(Saliency.Options.standard());
    RunPlan.PlannedMethod planned =
        new RunPlan.PlannedMethod("saliency", method, method.callsPerRow(FEATURES, 1), names);
    return new RunPlan(
        spec, InputPlan.of(spec, 0), 0, 1, List.of("f0"), List.of("f0"), List.of(planned));
  }
}
