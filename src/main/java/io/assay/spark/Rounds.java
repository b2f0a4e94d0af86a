package io.assay.spark;

import io.assay.aggregate.ImportanceState;
import io.assay.aggregate.sampled.SampleSize;
import io.assay.job.RunPlan;
import io.assay.job.input.SampleSpec;
import io.assay.report.SampledInput;
import io.assay.run.ShardStates;
import io.assay.run.StateKey;
import io.assay.spark.sampling.SampleKeys;
import io.assay.spark.sampling.SampledRows;
import io.assay.spark.scan.ShardRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * In which parts the rows of a run are explained: all at once, or a sample round by round. How
 * large the next round is depends on what the rounds before it found, and on nothing else, so that
 * a run that was killed between two rounds goes on with the same rows.
 */
final class Rounds {
  /** The spread of new rows is not quite that of those so far. */
  private static final double MARGIN = 1.05;

  private static final double LEAST_GROWTH = 1.1;

  private final PreparedJob job;
  private final RunFolder folder;
  private final Configuration hadoop;

  Rounds(PreparedJob job, RunFolder folder, Configuration hadoop) {
    this.job = job;
    this.folder = folder;
    this.hadoop = hadoop;
  }

  /**
   * Shards that one Spark job explains.
   *
   * @param first the number of the first of them
   * @param count how many they are
   * @param rows their rows
   */
  record Part(int first, int count, ShardRows rows) {
    /** Returns the numbers of the shards. */
    IntStream numbers() {
      return IntStream.range(first, first + count);
    }
  }

  /** Returns a plan with the first round of the sample that its job wants, if it wants one. */
  StagedPlan first(StagedPlan plan) {
    if (job.spec().input().rows().sample().isEmpty()) {
      return plan;
    }
    SampleKeys.Cut cut = job.sampleKeys().smallest(job.plan().rows(), job.inputRows());
    return plan.with(SampledRows.first(job.inputRows(), cut, job.shards().stored()));
  }

  /** Returns the parts of a run as far as it was begun. */
  List<Part> begun(StagedPlan plan) {
    SampledRows sample = plan.sample();
    return sample == null
        ? List.of(new Part(0, plan.shardCount(), job.shards()))
        : sample.rounds().stream().map(round -> part(plan, round)).toList();
  }

  /** Returns the round of a sample that was begun last. */
  Part last(StagedPlan plan) {
    List<Part> parts = begun(plan);
    return parts.get(parts.size() - 1);
  }

  private Part part(StagedPlan plan, SampledRows.Round round) {
    return new Part(round.firstShard(), round.shards().count(), job.shards(plan, round));
  }

  /**
   * Returns the plan with how precise its sample is, and with one more round if that is not enough.
   *
   * @param commits what its rounds so far did
   */
  StagedPlan after(StagedPlan plan, ShardCommits commits) {
    SampledRows sample = plan.sample();
    if (sample == null) {
      return plan;
    }
    SampleSpec wanted = job.spec().input().rows().sample().orElseThrow();
    double reached = reached(plan.work().plan(), commits, wanted.confidence());
    double told = Double.isInfinite(reached) ? SampledRows.UNKNOWN : reached;
    StagedPlan known = plan.with(sample.reaching(told));
    Optional<SampleKeys.Cut> more =
        wanted
            .precision()
            .filter(share -> reached > share)
            .flatMap(share -> larger(sample, reached, share));
    return more.map(cut -> with(known, cut)).orElse(known);
  }

  private Optional<SampleKeys.Cut> larger(SampledRows sample, double reached, double wanted) {
    long rows = sample.rows();
    double most = Double.isInfinite(reached) ? 0 : SampleSize.rows(rows, reached, wanted);
    double grown = Math.ceil(Math.max(MARGIN * most, LEAST_GROWTH * rows));
    long target = (long) Math.min((double) sample.inputRows(), grown);
    if (target <= rows) {
      return Optional.empty();
    }
    SampleKeys.Cut cut = job.sampleKeys().smallest(target, sample.inputRows());
    return cut.rows() > rows ? Optional.of(cut) : Optional.empty();
  }

  private StagedPlan with(StagedPlan plan, SampleKeys.Cut cut) {
    SampledRows sample = Objects.requireNonNull(plan.sample());
    long more = cut.rows() - sample.rows();
    return plan.with(sample.with(sample.next(cut, job.cutFor(more))));
  }

  /**
   * Returns the precision of the method and target that is least precise; infinite if unknown. It
   * is that of the rows: more of them do not make a sampled background better.
   */
  private double reached(RunPlan plan, ShardCommits commits, double confidence) {
    ShardStates states = states(plan, commits);
    TreeMap<StateKey, Double> precisions = new TreeMap<>();
    states.importance().forEach((key, state) -> precisions.put(key, precision(state, confidence)));
    states
        .tokens()
        .forEach(
            (key, words) ->
                words
                    .state()
                    .ifPresent(state -> precisions.put(key, precision(state, confidence))));
    states
        .powered()
        .forEach(
            (key, state) ->
                precisions.put(
                    new StateKey(key.method(), key.target(), key.slice(), StateKey.Kind.IMPORTANCE),
                    SampleSize.poweredPrecision(state.importances(confidence), confidence)));
    return precisions.keySet().stream()
        .filter(key -> key.slice().equals(StateKey.ALL_ROWS))
        .filter(key -> plan.targets().contains(key.target()))
        .mapToDouble(key -> Objects.requireNonNull(precisions.get(key)))
        .max()
        .orElse(Double.POSITIVE_INFINITY);
  }

  private static double precision(ImportanceState state, double confidence) {
    return SampleSize.precision(state.importances(confidence), confidence);
  }

  /** Merges what the shards so far have found, in their order. */
  private ShardStates states(RunPlan plan, ShardCommits commits) {
    List<Path> staged = new ArrayList<>();
    long largest = 0;
    for (ShardReport report : commits.done().values()) {
      for (ShardReport.TableFile file : report.files()) {
        if (file.table().equals("states")) {
          staged.add(new Path(folder.attempt(report.shard(), report.attempt()), file.name()));
          largest = Math.max(largest, file.bytes());
        }
      }
    }
    ShardStates states = StoredStates.merged(staged, largest, hadoop, plan);
    if (job.surrogate().isPresent()) {
      Surrogate.mergeInto(states, folder, hadoop);
    }
    return states;
  }

  /** Returns what a run's manifest says of its sample; null if it explains all rows. */
  static @Nullable SampledInput inManifest(StagedPlan plan) {
    SampledRows sample = plan.sample();
    if (sample == null) {
      return null;
    }
    SampleSpec wanted = plan.work().spec().input().rows().sample().orElseThrow();
    return new SampledInput(
        sample.inputRows(),
        sample.rows(),
        wanted.precision().orElse(Double.NaN),
        wanted.confidence(),
        known(sample.last().precision()),
        sample.rounds().stream()
            .map(round -> new SampledInput.Round(round.rows(), known(round.precision())))
            .toList());
  }

  private static double known(double precision) {
    return precision == SampledRows.UNKNOWN ? Double.NaN : precision;
  }
}
