package io.assay.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.aggregate.Distribution;
import io.assay.aggregate.ImportanceState;
import io.assay.aggregate.KeyedImportance;
import io.assay.attribution.gradient.InputXGradient;
import io.assay.fakes.KeyedRows;
import io.assay.job.InputPlan;
import io.assay.job.JobReader;
import io.assay.job.JobSpec;
import io.assay.job.RunPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateMergeTest {
  private static final String METHOD = "input-x-gradient";
  private static final RunPlan PLAN = plan();

  @ParameterizedTest
  @ValueSource(longs = {1, 10_000, 1L << 40})
  void manyShardsAtATimeGiveTheStatesOfOneAfterTheOtherToTheLastBit(long blockBytes) {
    List<List<StateRecord>> shards = shards(30);
    ShardStates expected = new ShardStates(PLAN);
    shards.forEach(shard -> shard.forEach(expected::merge));

    ShardStates found = new ShardStates(PLAN);
    StateMerge merge = new StateMerge(found, blockBytes);
    shards.forEach(merge::add);
    merge.finish();

    List<StateRecord> records = expected.records();
    assertThat(records).hasSize(3 * 40 + 1);
    assertThat(found.records()).hasSameSizeAs(records);
    for (int i = 0; i < records.size(); i++) {
      assertThat(found.records().get(i).key()).isEqualTo(records.get(i).key());
      assertThat(found.records().get(i).bytes())
          .as(records.get(i).key().toString())
          .isEqualTo(records.get(i).bytes());
    }
    assertThat(found.slices()).isEqualTo(40);
  }

  @Test
  void aDamagedStateIsRefusedAsIfItWereMergedAlone() {
    StateMerge merge = new StateMerge(new ShardStates(PLAN));
    List<StateRecord> shard = shards(1).get(0);
    byte[] damaged = shard.get(7).bytes().clone();
    damaged[damaged.length / 2] ^= 1;
    merge.add(shard);
    merge.add(List.of(new StateRecord(shard.get(7).key(), damaged)));

    assertThatThrownBy(merge::finish)
        .isInstanceOfSatisfying(
            AssayException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INTERNAL))
        .hasMessageContaining("checksum");
  }

  /** 40 slices of features and of tokens, each in two of three shards, and scores of all rows. */
  private static List<List<StateRecord>> shards(int count) {
    Random random = new Random(8);
    List<List<StateRecord>> shards = new ArrayList<>();
    for (int shard = 0; shard < count; shard++) {
      List<StateRecord> records = new ArrayList<>();
      for (int slice = 0; slice < 40; slice++) {
        if (count == 1 || (slice + shard) % 3 > 0) {
          ImportanceState features = ImportanceState.empty(2);
          KeyedImportance tokens = KeyedImportance.empty();
          Distribution gaps = Distribution.empty();
          for (int row = 0; row < 9; row++) {
            float value = (float) Math.exp(3 * random.nextGaussian());
            features.add(new float[] {value, -value * value}, 0);
            KeyedRows.add(tokens, List.of(Map.of(random.nextInt(20), value)));
            gaps.add(value);
          }
          records.add(record(slice, StateKey.Kind.IMPORTANCE, features.toBytes()));
          records.add(record(slice, StateKey.Kind.TOKENS, tokens.toBytes()));
          records.add(record(slice, StateKey.Kind.GAP, gaps.toBytes()));
        }
      }
      Distribution scores = Distribution.empty();
      scores.add(random.nextGaussian());
      records.add(record(0, StateKey.Kind.SCORE, scores.toBytes()));
      shards.add(records);
    }
    return shards;
  }

  private static StateRecord record(int slice, StateKey.Kind kind, byte[] bytes) {
    return new StateRecord(new StateKey(METHOD, "y", "s" + slice, kind), bytes);
  }

  private static RunPlan plan() {
    JobSpec spec =
        JobReader.read(
            """
            name: merge
            input: {path: data, features: [a, b]}
            model: {path: model.pt}
            methods: [saliency]
            output: {path: out}
            """,
            List.of());
    InputXGradient method = new InputXGradient(InputXGradient.Options.standard());
    RunPlan.PlannedMethod planned =
        new RunPlan.PlannedMethod(METHOD, method, method.callsPerRow(2, 1), List.of("a", "b"));
    return new RunPlan(spec, InputPlan.of(spec, 0), 0, 1, List.of(), List.of(), List.of(planned));
  }
}
