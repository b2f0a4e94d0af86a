package io.assay.spark;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.MethodInfo.Completeness;
import io.assay.job.ColumnFold;
import io.assay.job.InputSpec;
import io.assay.job.RunPlan;
import io.assay.job.SettingInfo;
import io.assay.model.ModelSignature;
import io.assay.report.GlobalMethodRun;
import io.assay.report.HtmlReport;
import io.assay.report.Manifest;
import io.assay.report.SampledInput;
import io.assay.run.MethodTotals;
import io.assay.run.ShardStates;
import io.assay.run.StateKey;
import io.assay.run.global.GlobalRun;
import io.assay.spark.feature.RunFeatureLists;
import io.assay.spark.metrics.RunCost;
import io.assay.spark.scan.StoredShards;
import io.assay.spark.slices.RunDifferences;
import io.assay.spark.store.RunLease;
import io.assay.spark.store.StoreCalls;
import io.assay.table.DifferenceRecord;
import io.assay.table.DifferencesTable;
import io.assay.table.GlobalTable;
import io.assay.table.ImportanceTable;
import io.assay.table.InputLayout;
import io.assay.table.RejectsTable;
import io.assay.table.feature.FeaturesTable;
import io.assay.table.sampled.PoweredTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The last act of a run: states are merged in the order of the shards, tables move to where readers
 * look, and report and manifest are written; the manifest last, for with it the run exists. Every
 * step may be repeated, so a run that was killed here is finished by resuming it.
 */
final class Publication {
  private final RunFolder folder;
  private final FileSystem files;
  private final Configuration hadoop;
  private final StagedPlan staged;
  private final RunPlan plan;
  private final ShardCommits commits;
  private final RunLease lease;

  Publication(
      RunFolder folder,
      Configuration hadoop,
      StagedPlan staged,
      RunPlan plan,
      ShardCommits commits,
      RunLease lease) {
    this.folder = folder;
    this.files = folder.fileSystem(hadoop);
    this.hadoop = hadoop;
    this.staged = staged;
    this.plan = plan;
    this.commits = commits;
    this.lease = lease;
  }

  /** Publishes everything, but for removing the staging folder, and returns the manifest's path. */
  String publish(
      ModelSignature signature, Map<String, Double> timings, RunCost cost, GlobalRun globals) {
    long start = System.nanoTime();
    lease.confirm();
    commits.publish();
    keepEarlier();
    if (staged.work().surrogate() != null) {
      Surrogate.publish(folder, files);
    }
    ShardStates states = RunTables.states(folder, files, hadoop, plan);
    List<RunFeatures.Section> features = RunFeatures.of(plan, staged.work().layout(), states);
    writeTables(features, states);
    List<GlobalRun.Answer> answers = states.inputs().map(globals::ask).orElse(List.of());
    answers.forEach(this::write);
    timings.put("publish", (System.nanoTime() - start) / 1e9);
    Manifest manifest = cost.in(manifest(signature, timings, features, answers, input(states)));
    String report =
        HtmlReport.render(
            RunTables.contents(
                    manifest,
                    plan,
                    staged.work().layout(),
                    features,
                    states,
                    RunTables.rejects(folder, files, hadoop))
                .with(RunTables.parts(folder, files, hadoop)));
    RunFolder.write(files, folder.report(), report);
    RunFolder.write(files, folder.publishedPlan(), staged.toJson());
    covered().ifPresent(run -> RunFolder.write(files, folder.covered(), run.toJson()));
    String baseline = staged.work().baseline();
    RunFolder.move(files, folder.staged(baseline), folder.published(baseline));
    lease.confirm();
    RunFolder.write(files, folder.manifest(), manifest.toJson());
    return folder.manifest().toString();
  }

  /**
   * Writes what the driver knows: importance, differences of slices, lists of features, and rejects
   * if no shard had any.
   */
  private void writeTables(List<RunFeatures.Section> features, ShardStates states) {
    Map<String, String> footer = Footers.of(staged, plan);
    DriverTables.write(
        files,
        new Path(folder.table("importance"), RunFolder.partName(0)),
        ImportanceTable.schema(footer),
        hadoop,
        root -> ImportanceTable.fill(root, RunFeatures.records(features)));
    if (staged.work().surrogate() != null) {
      writePowered(footer, states);
    }
    if (!plan.spec().slices().isEmpty()) {
      DriverTables.write(
          files,
          new Path(folder.table("differences"), RunFolder.partName(0)),
          DifferencesTable.schema(footer),
          hadoop,
          root -> DifferencesTable.fill(root, differences(states)));
    }
    if (plan.spec().importance().selection().isAsked()) {
      DriverTables.write(
          files,
          new Path(folder.table("features"), RunFolder.partName(0)),
          FeaturesTable.schema(footer),
          hadoop,
          root -> FeaturesTable.fill(root, RunFeatureLists.of(plan, states)));
    }
    if (commits.done().values().stream().allMatch(report -> report.rejected() == 0)) {
      DriverTables.write(
          files,
          new Path(folder.table("rejects"), RunFolder.partName(0)),
          RejectsTable.schema(footer),
          hadoop,
          root -> RejectsTable.fill(root, List.of()));
    }
  }

  private void writePowered(Map<String, String> footer, ShardStates states) {
    DriverTables.write(
        files,
        new Path(folder.table("powered"), RunFolder.partName(0)),
        PoweredTable.schema(footer),
        hadoop,
        root -> PoweredTable.fill(root, Surrogate.records(plan, states)));
  }

  private List<DifferenceRecord> differences(ShardStates states) {
    InputLayout layout = staged.work().layout();
    return RunDifferences.of(plan, states, layout.slices(), RunFeatures.words(layout));
  }

  /** Writes what a global method found: its part of the table, and its files beside the report. */
  private void write(GlobalRun.Answer answer) {
    String key = answer.method().key();
    DriverTables.write(
        files,
        new Path(folder.table("global", "method=" + key), RunFolder.partName(0)),
        GlobalTable.schema(Footers.of(staged.work(), plan)),
        hadoop,
        root -> GlobalTable.fill(root, key, answer.result().records()));
    answer
        .result()
        .artifacts()
        .forEach((name, text) -> RunFolder.write(files, folder.published(name), text));
  }

  /** Copies the sums that this run goes on from to its own. */
  private void keepEarlier() {
    EarlierRun earlier = staged.earlier();
    if (earlier == null) {
      return;
    }
    Path from = new RunFolder(folder.output(), earlier.run()).table("states");
    Path to = folder.table("states");
    StoreCalls.forEach(
        IntStream.range(0, earlier.shards().size()).boxed().toList(),
        shard -> {
          String name = earlier.shards().get(shard).states();
          if (!name.isEmpty()) {
            RunFolder.copy(files, new Path(from, name), new Path(to, EarlierRun.keptName(shard)));
          }
        });
  }

  /** Returns what there is for the next run to go on from; nothing if shards are of row ids. */
  private Optional<EarlierRun> covered() {
    StoredShards shards = staged.shards();
    return shards == null || !shards.isOfFiles() || staged.sample() != null
        ? Optional.empty()
        : Optional.of(EarlierRun.after(folder.runId(), staged, commits.done().values()));
  }

  private Manifest manifest(
      ModelSignature signature,
      Map<String, Double> timings,
      List<RunFeatures.Section> sections,
      List<GlobalRun.Answer> answers,
      Manifest.Input input) {
    ShardWork work = staged.work();
    return new Manifest(
        folder.runId(),
        plan.spec().name(),
        staged.startedAt(),
        Instant.now().toString(),
        "succeeded",
        plan.spec().confidence(),
        work.resolvedJob(),
        new Manifest.Model(
            work.model().path(),
            work.model().sha256(),
            work.model().bytes(),
            signature.inputShape(),
            signature.outputs(),
            signature.unit().name().toLowerCase(Locale.ROOT),
            staged.calls()),
        input,
        features(sections),
        staged.baseline(),
        counts(),
        earlier(),
        new Manifest.Shards(staged.shardCount(), Math.max(1, staged.rows() / staged.shardCount())),
        methods(),
        timings,
        BuildVersions.all(),
        null,
        null,
        runs(answers));
  }

  private Manifest.Input input(ShardStates states) {
    InputSpec input = plan.spec().input();
    return new Manifest.Input(
        input.format().name().toLowerCase(Locale.ROOT),
        input.path(),
        input.rowId().orElse("derived from the rows' content (SHA-256, 128 bits)"),
        staged.files(),
        sample(states));
  }

  private @Nullable SampledInput sample(ShardStates states) {
    SampledInput sample = Rounds.inManifest(staged);
    ShardWork surrogate = staged.work().surrogate();
    return sample == null || surrogate == null ? sample : Surrogate.told(sample, surrogate, states);
  }

  private List<Manifest.Feature> features(List<RunFeatures.Section> sections) {
    List<Manifest.Feature> features = new ArrayList<>();
    ColumnFold fold = plan.input().fold();
    if (fold.isByToken()) {
      sections.stream()
          .filter(section -> section.key().slice().equals(StateKey.ALL_ROWS))
          .filter(section -> plan.attributesInput(plan.method(section.key().method())))
          .limit(1)
          .flatMap(section -> section.features().stream())
          .forEach(token -> features.add(new Manifest.Feature(token.name(), token.members())));
    }
    for (int feature = 0; feature < fold.features(); feature++) {
      features.add(new Manifest.Feature(fold.names().get(feature), fold.members().get(feature)));
    }
    return features;
  }

  private Manifest.@Nullable Earlier earlier() {
    EarlierRun earlier = staged.earlier();
    return earlier == null
        ? null
        : new Manifest.Earlier(
            earlier.run(), earlier.files().size(), earlier.rows(), earlier.attributed());
  }

  private Manifest.Counts counts() {
    Map<String, Long> rejects = new TreeMap<>();
    long attributed = 0;
    for (ShardReport report : commits.done().values()) {
      report.rejects().forEach((reason, rows) -> rejects.merge(reason, rows, Long::sum));
      attributed += report.attributed();
    }
    long rejected = rejects.values().stream().mapToLong(Long::longValue).sum();
    return new Manifest.Counts(commits.rows(), attributed, rejected, rejects);
  }

  private List<Manifest.MethodRun> methods() {
    List<Manifest.MethodRun> runs = new ArrayList<>();
    for (int i = 0; i < plan.spec().methods().size(); i++) {
      AttributionMethod<?> method = plan.attributionMethods().get(i);
      MethodTotals totals = totals(i);
      runs.add(
          new Manifest.MethodRun(
              method.info().key(),
              options(plan.spec().methods().get(i).options()),
              totals.forwardCalls(),
              totals.gradientCalls(),
              totals.sharedCalls(),
              method.info().completeness() == Completeness.NONE
                  ? null
                  : new Manifest.Completeness(
                      method.completenessTolerance(), totals.largestGap(), totals.rowsOver()),
              totals.seconds(),
              staged.pilots().get(method.info().key())));
    }
    return runs;
  }

  private List<GlobalMethodRun> runs(List<GlobalRun.Answer> answers) {
    List<GlobalMethodRun> runs = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      GlobalRun.Answer answer = answers.get(i);
      runs.add(
          new GlobalMethodRun(
              answer.method().key(),
              options(plan.spec().global().get(i).options()),
              answer.rows(),
              answer.result().calls(),
              answer.seconds(),
              List.copyOf(new TreeSet<>(answer.result().artifacts().keySet())),
              answer.failure().isEmpty() ? null : answer.failure()));
    }
    return runs;
  }

  private MethodTotals totals(int method) {
    return commits.done().values().stream()
        .filter(report -> !report.totals().isEmpty())
        .map(report -> report.totals().get(method))
        .reduce(MethodTotals::plus)
        .orElse(MethodTotals.none(plan.spec().methods().get(method).key()));
  }

  private static Map<String, Object> options(Record chosen) {
    Map<String, Object> options = new LinkedHashMap<>();
    for (SettingInfo setting : SettingInfo.of(chosen.getClass())) {
      Object value = setting.valueIn(chosen);
      options.put(
          setting.key(),
          value instanceof Enum<?> constant
              ? constant.name().toLowerCase(Locale.ROOT).replace('_', '-')
              : value);
    }
    return options;
  }
}
