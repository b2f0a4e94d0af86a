package io.assay.job;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.TunedMethod;
import io.assay.attribution.Tuning;
import io.assay.attribution.catalog.MethodCatalog;
import io.assay.attribution.catalog.MethodEntry;
import io.assay.job.RunPlan.PlannedMethod;
import io.assay.job.input.MaskingSpec;
import io.assay.model.BlackBox;
import io.assay.model.LayerInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns a job and the facts about data and model into a plan. Pure: it reads and writes nothing.
 */
public final class Planner {
  private Planner() {}

  /**
   * Plans a run.
   *
   * @throws io.assay.AssayException with every problem of {@link JobCheck}, under the first one's
   *     code
   */
  public static RunPlan plan(JobSpec spec, JobFacts facts) {
    return plan(spec, facts, MethodCatalog.entries());
  }

  /**
   * Plans a run with the methods of a catalogue.
   *
   * @throws io.assay.AssayException with every problem of {@link JobCheck}, under the first one's
   *     code
   */
  public static RunPlan plan(JobSpec spec, JobFacts facts, List<MethodEntry<?>> shelf) {
    List<Problem> problems = JobCheck.problems(spec, facts, shelf);
    if (!problems.isEmpty()) {
      throw Problem.exception("the job " + spec.name(), problems);
    }
    InputPlan input = InputPlan.of(spec, facts.arrayWidth());
    List<String> outputs = outputs(spec, facts.model());
    return new RunPlan(
        spec,
        input,
        facts.rows(),
        facts.fileShards() > 0
            ? facts.fileShards()
            : shards(facts.rows(), shardRows(spec, facts, shelf)),
        outputs,
        targets(spec.target(), outputs),
        methods(spec, facts, shelf, input));
  }

  static List<String> outputs(JobSpec spec, ModelFacts model) {
    List<String> named = spec.model().outputs().names();
    return named.isEmpty() ? model.outputs() : named;
  }

  /** Returns the selectors of the layers that a job will ask the model for. */
  public static List<String> layers(JobSpec spec) {
    return Stream.concat(
            spec.masking().layers().stream(),
            spec.methods().stream()
                .flatMap(method -> create(method, MethodCatalog.entries()).layers().stream()))
        .distinct()
        .toList();
  }

  /** Returns how many groups a method has to do with in a row, at most. */
  static int players(AttributionMethod<?> method, InputPlan input) {
    return method.hasPlayers(input.shape()) ? input.players() : input.groups().size();
  }

  /** Makes a method of the job from the catalogue. */
  static AttributionMethod<?> create(MethodSpec method, List<MethodEntry<?>> shelf) {
    MethodEntry<?> entry =
        shelf.stream()
            .filter(each -> each.info().key().equals(method.key()))
            .findFirst()
            .orElseThrow();
    return entry.create(method.options());
  }

  private static AttributionMethod<?> tuned(AttributionMethod<?> method, @Nullable Tuning learnt) {
    return learnt != null && method instanceof TunedMethod<?> tuned ? tuned.with(learnt) : method;
  }

  /**
   * Returns the rows of a shard: those that the job asks for, or else those of {@link ShardSize}.
   * What methods learn changes nothing about it.
   */
  public static int shardRows(JobSpec spec, JobFacts facts) {
    return shardRows(spec, facts, MethodCatalog.entries());
  }

  private static int shardRows(JobSpec spec, JobFacts facts, List<MethodEntry<?>> shelf) {
    if (spec.execution().shardRows().isPresent()) {
      return spec.execution().shardRows().get();
    }
    InputPlan input = InputPlan.of(spec, facts.arrayWidth());
    long calls = spec.target().kind() == TargetSpec.Kind.PREDICTED ? 1 : 0;
    for (PlannedMethod method : methods(spec, facts.untuned(), shelf, input)) {
      calls = Math.addExact(calls, method.callsPerRow());
    }
    return ShardSize.rows(facts.rows(), calls, input.width());
  }

  private static int shards(long rows, int shardRows) {
    return Math.toIntExact(Math.max(1, (rows + shardRows - 1) / shardRows));
  }

  private static List<String> targets(TargetSpec target, List<String> outputs) {
    return switch (target.kind()) {
      case PREDICTED -> List.of("predicted");
      case LABEL -> List.of("label");
      case ALL -> outputs;
      case CLASS -> List.of(target.className().orElseThrow());
      case COLUMN -> List.of(outputs.get(target.column().orElseThrow()));
    };
  }

  private static List<PlannedMethod> methods(
      JobSpec spec, JobFacts facts, List<MethodEntry<?>> shelf, InputPlan input) {
    List<PlannedMethod> planned = new ArrayList<>();
    for (MethodSpec each : spec.methods()) {
      AttributionMethod<?> method = tuned(create(each, shelf), facts.tunings().get(each.key()));
      planned.add(
          new PlannedMethod(
              each.key(),
              method,
              callsPerRow(spec, method, input, facts),
              method.columns(input.groups(), facts.model().layers())));
    }
    return planned;
  }

  /**
   * Returns the most that a method asks of the model for one row of the job.
   *
   * @throws IllegalArgumentException if it cannot work with the job's rows, groups or references
   */
  static CallsPerRow callsPerRow(
      JobSpec spec, AttributionMethod<?> method, InputPlan input, JobFacts facts) {
    Optional<LayerInfo> embedding =
        method.info().ability() == BlackBox.class
            ? embedding(spec, input, facts)
            : Optional.empty();
    CallsPerRow calls =
        method.callsPerRow(
            embedding.map(LayerInfo::shape).orElse(input.shape()),
            facts.model().layers(),
            players(method, input),
            facts.references());
    return embedding.isEmpty() ? calls : new CallsPerRow(calls.forward() + 1, calls.gradient());
  }

  /** Returns the layer behind which absent tokens are masked; empty if they are not. */
  static Optional<LayerInfo> embedding(JobSpec spec, InputPlan input, JobFacts facts) {
    boolean isEmbedded = spec.masking().kind() == MaskingSpec.Kind.EMBEDDING;
    return isEmbedded
        ? spec.masking().embedding(facts.model().layers(), input.width())
        : Optional.empty();
  }
}
