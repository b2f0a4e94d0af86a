package io.assay.spark;

import io.assay.aggregate.Distribution;
import io.assay.aggregate.Histogram;
import io.assay.aggregate.RowSample;
import io.assay.aggregate.SampledRow;
import io.assay.attribution.MethodInfo;
import io.assay.attribution.catalog.MethodCatalog;
import io.assay.job.RunPlan;
import io.assay.report.DistributionSection;
import io.assay.report.ImportanceSection;
import io.assay.report.ImportanceSection.FeatureImportance;
import io.assay.report.Manifest;
import io.assay.report.RejectSummary;
import io.assay.report.ReportContents;
import io.assay.report.SampleSection;
import io.assay.report.part.Parts;
import io.assay.run.ShardStates;
import io.assay.run.StateKey;
import io.assay.spark.parts.StoredParts;
import io.assay.spark.store.StoreCalls;
import io.assay.table.InputLayout;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;

/** Reads the tables of a run back, on the driver, and brings them into the report's form. */
final class RunTables {
  private static final int REJECT_EXAMPLES = 20;
  private static final int HISTOGRAM_BINS = 40;
  private static final double[] QUANTILES = {0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1};

  private RunTables() {}

  /** Merges the states of all shards, in their order. */
  static ShardStates states(
      RunFolder folder, FileSystem files, Configuration hadoop, RunPlan plan) {
    List<FileStatus> shards = RunFolder.list(files, folder.table("states"));
    long largest = shards.stream().mapToLong(FileStatus::getLen).max().orElse(0);
    return StoredStates.merged(
        shards.stream().map(FileStatus::getPath).toList(), largest, hadoop, plan);
  }

  /** Counts the rejects and keeps the first few. */
  static RejectSummary rejects(RunFolder folder, FileSystem files, Configuration hadoop) {
    Rejects all = Rejects.none();
    StoreCalls.inOrder(
        RunFolder.list(files, folder.table("rejects")),
        file -> Rejects.of(file.getPath(), hadoop),
        all::add);
    List<RejectSummary.Count> rows = new ArrayList<>();
    all.counts.forEach(
        (key, count) -> rows.add(new RejectSummary.Count(key.get(0), key.get(1), count)));
    rows.sort(Comparator.comparingLong(RejectSummary.Count::rows).reversed());
    return new RejectSummary(rows, all.examples);
  }

  /** How many rows were rejected, by column and reason, and the first of them. */
  private record Rejects(TreeMap<List<String>, Long> counts, List<RejectSummary.Example> examples) {
    static Rejects none() {
      return new Rejects(new TreeMap<>(Comparator.comparing(List::toString)), new ArrayList<>());
    }

    static Rejects of(Path file, Configuration hadoop) {
      Rejects found = none();
      ParquetRecords.forEach(file, hadoop, found::add);
      return found;
    }

    private void add(Group record) {
      String column = text(record, "column");
      String reason = text(record, "reason");
      counts.merge(List.of(column, reason), 1L, Long::sum);
      add(new RejectSummary.Example(text(record, "row_id"), column, reason, text(record, "value")));
    }

    private void add(RejectSummary.Example example) {
      if (examples.size() < REJECT_EXAMPLES) {
        examples.add(example);
      }
    }

    void add(Rejects later) {
      later.counts.forEach((key, count) -> counts.merge(key, count, Long::sum));
      later.examples.forEach(this::add);
    }
  }

  private static String text(Group record, String column) {
    return record.getFieldRepetitionCount(column) == 0 ? "" : record.getString(column, 0);
  }

  /** Reads the tables that only some runs have. */
  static Parts parts(RunFolder folder, FileSystem files, Configuration hadoop) {
    return StoredParts.of(
        files,
        hadoop,
        new StoredParts.Places(
            folder.table("differences"),
            folder.table("global"),
            folder.table("features"),
            folder.table("powered"),
            folder.home()));
  }

  /** Returns what the report shows of the states. */
  static ReportContents contents(
      Manifest manifest,
      RunPlan plan,
      InputLayout layout,
      List<RunFeatures.Section> features,
      ShardStates states,
      RejectSummary rejects) {
    List<ImportanceSection> importance = new ArrayList<>();
    List<SampleSection> samples = new ArrayList<>();
    List<DistributionSection> distributions = new ArrayList<>();
    features.forEach(each -> importance.add(section(plan, each)));
    states
        .samples()
        .forEach(
            (key, sample) -> {
              if (!plan.isPictured(plan.method(key.method()))) {
                samples.add(section(plan, key, sample));
              }
            });
    states.distributions().forEach((key, each) -> distributions.add(section(plan, key, each)));
    importance.sort(inJobOrder(plan));
    return RunPictures.add(
        new ReportContents(manifest, importance, samples, distributions, rejects),
        plan,
        layout,
        states,
        features);
  }

  /**
   * Sections in the order in which the job names its methods; all rows before slices, and all
   * outputs together before each.
   */
  private static Comparator<ImportanceSection> inJobOrder(RunPlan plan) {
    List<String> methods = plan.spec().methods().stream().map(method -> method.key()).toList();
    return Comparator.<ImportanceSection>comparingInt(each -> methods.indexOf(each.method()))
        .thenComparing(each -> !each.slice().equals(ImportanceSection.ALL_ROWS))
        .thenComparing(each -> !plan.targets().contains(each.target()));
  }

  private static ImportanceSection section(RunPlan plan, RunFeatures.Section section) {
    StateKey key = section.key();
    boolean isAll = key.slice().equals(StateKey.ALL_ROWS);
    return new ImportanceSection(
        key.method(),
        title(key.method()),
        unit(plan, key.method()),
        key.target(),
        isAll ? ImportanceSection.ALL_ROWS : key.slice(),
        section.features().stream().map(RunTables::importance).toList());
  }

  private static FeatureImportance importance(RunFeatures.Feature feature) {
    return feature.isPair()
        ? FeatureImportance.ofPair(feature.name(), feature.members(), feature.importance())
        : new FeatureImportance(feature.name(), feature.members(), feature.importance());
  }

  private static SampleSection section(RunPlan plan, StateKey key, RowSample sample) {
    List<SampleSection.Row> rows = new ArrayList<>();
    for (SampledRow row : sample.rows()) {
      rows.add(
          new SampleSection.Row(
              row.rowId(), row.score(), list(row.values()), list(row.features())));
    }
    return new SampleSection(key.method(), key.target(), plan.method(key.method()).columns(), rows);
  }

  static List<Float> list(Tensor row) {
    List<Float> values = new ArrayList<>();
    for (float value : row.values()) {
      values.add(value);
    }
    return values;
  }

  private static DistributionSection section(RunPlan plan, StateKey key, Distribution each) {
    Histogram histogram = each.histogram(HISTOGRAM_BINS);
    List<DistributionSection.Bin> bins = new ArrayList<>();
    double width = (histogram.high() - histogram.low()) / histogram.counts().size();
    for (int bin = 0; bin < histogram.counts().size(); bin++) {
      double low = histogram.low() + bin * width;
      bins.add(new DistributionSection.Bin(low, low + width, histogram.counts().get(bin)));
    }
    List<DistributionSection.Quantile> quantiles = new ArrayList<>();
    for (double share : QUANTILES) {
      quantiles.add(new DistributionSection.Quantile(share, each.quantile(share)));
    }
    return new DistributionSection(
        key.kind() == StateKey.Kind.SCORE
            ? DistributionSection.Quantity.SCORE
            : DistributionSection.Quantity.COMPLETENESS_GAP,
        key.method(),
        key.target(),
        key.kind() == StateKey.Kind.SCORE ? unit(plan) : "share of the row's attribution",
        bins,
        quantiles);
  }

  static String unit(RunPlan plan) {
    return plan.spec().model().outputs().unit().name().toLowerCase(Locale.ROOT);
  }

  /** Returns the unit of a method's values. */
  static String unit(RunPlan plan, String method) {
    MethodInfo.Scale scale =
        MethodCatalog.find(method)
            .map(entry -> entry.info().scale())
            .orElse(MethodInfo.Scale.SCORE);
    return switch (scale) {
      case SCORE -> unit(plan);
      case SCORE_PER_FEATURE -> unit(plan) + " per unit of the feature";
      case INNER -> "no unit of the score";
    };
  }

  /** Returns the unit of a method's values as it stands at the ends of a scale; often none. */
  static String shortUnit(RunPlan plan, String method) {
    boolean isScore =
        MethodCatalog.find(method)
            .filter(entry -> entry.info().scale() == MethodInfo.Scale.SCORE)
            .isPresent();
    return isScore ? unit(plan) : "";
  }

  static String title(String method) {
    return MethodCatalog.find(method).map(entry -> entry.info().title()).orElse(method);
  }
}
