package io.assay.spark.export;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.assay.report.Manifest;
import io.assay.spark.history.FinishedRun;
import io.assay.spark.history.FinishedRun.Table;
import io.assay.spark.history.JobText;
import io.assay.spark.history.Selection;
import io.assay.table.ImportanceRecord;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A run in the folders of an MLflow file store: an experiment a job, with the run's parameters (the
 * resolved job), metrics (importance over all rows, counts, seconds), tags and artifacts (manifest,
 * report, job, importance as CSV). The ids are digests of the names, so that a run that is exported
 * again replaces itself.
 */
final class MlflowStore {
  private static final int EXPERIMENT_DIGITS = 15;
  private static final int RUN_DIGITS = 32;
  private static final int MOST_VALUE = 5_000;
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private final FinishedRun run;
  private final long step;
  private final OutFolder out;
  private final String experiment;
  private final String runId;
  private final Path home;
  private final long millis;

  /**
   * Begins an export.
   *
   * @param step the run's place among the runs of its output, from 0
   */
  MlflowStore(FinishedRun run, long step, OutFolder out) {
    this.run = run;
    this.step = step;
    this.out = out;
    String job = run.manifest().job();
    experiment = "" + Long.parseLong(SafeName.hex("job " + job, EXPERIMENT_DIGITS), 16);
    runId = SafeName.hex(run.output() + "\n" + run.id(), RUN_DIGITS);
    home = out.path(experiment, runId);
    millis = Instant.parse(run.manifest().startedAt()).toEpochMilli();
  }

  /** Writes everything, the run's own description last. */
  void write() {
    params();
    metrics();
    tags();
    artifacts();
    out.put(
        out.path(experiment, "meta.yaml"),
        yaml(
            of(
                "artifact_location",
                uri(out.path(experiment)),
                "creation_time",
                millis,
                "experiment_id",
                experiment,
                "last_update_time",
                millis,
                "lifecycle_stage",
                "active",
                "name",
                run.manifest().job())));
    out.put(home.resolve("meta.yaml"), yaml(description()));
  }

  private Map<String, Object> description() {
    Manifest manifest = run.manifest();
    Map<String, Object> all =
        of(
            "artifact_uri",
            uri(home.resolve("artifacts")),
            "end_time",
            Instant.parse(manifest.finishedAt()).toEpochMilli(),
            "entry_point_name",
            "",
            "experiment_id",
            experiment,
            "lifecycle_stage",
            "active",
            "run_id",
            runId);
    all.put("run_name", run.id());
    all.put("run_uuid", runId);
    all.put("source_name", "assay");
    all.put("source_type", 4);
    all.put("source_version", "");
    all.put("start_time", millis);
    all.put("status", manifest.status().equals("succeeded") ? 3 : 4);
    all.put("tags", List.of());
    all.put("user_id", "assay");
    return all;
  }

  private static Map<String, Object> of(Object... pairs) {
    Map<String, Object> map = new TreeMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }

  private void params() {
    Manifest manifest = run.manifest();
    Map<String, String> params = new LinkedHashMap<>(JobText.values(manifest.resolvedJob()));
    params.put("model.digest", manifest.model().sha256());
    params.forEach((key, value) -> put("params", key, shortened(value)));
  }

  private static String shortened(String value) {
    return value.length() <= MOST_VALUE ? value : value.substring(0, MOST_VALUE) + "…";
  }

  private void metrics() {
    Manifest manifest = run.manifest();
    metric("rows explained", (double) manifest.counts().attributed());
    metric("rows rejected", (double) manifest.counts().rejected());
    metric("seconds", manifest.timings().values().stream().mapToDouble(each -> each).sum());
    for (ImportanceRecord record : run.importance(null)) {
      if (record.slice().equals(Selection.ALL_ROWS)
          && record.importance().rank() <= TensorBoardFolder.FEATURES) {
        String name = "%s.%s.%s".formatted(record.method(), record.target(), record.feature());
        metric("share." + name, record.importance().share());
        metric("share_low." + name, record.importance().shareLow());
        metric("share_high." + name, record.importance().shareHigh());
        metric("mean_abs." + name, record.importance().meanAbs());
      }
    }
  }

  private void metric(String name, double value) {
    if (Double.isFinite(value)) {
      put("metrics", name, String.format(Locale.ROOT, "%d %s %d\n", millis, value, step));
    }
  }

  private void tags() {
    Manifest manifest = run.manifest();
    put("tags", "mlflow.runName", run.id());
    put("tags", "mlflow.source.name", "assay");
    put("tags", "mlflow.source.type", "JOB");
    put("tags", "mlflow.user", "assay");
    put("tags", "assay.status", manifest.status());
    put("tags", "assay.unit", manifest.model().unit());
    put("tags", "assay.baseline", manifest.baseline().kind());
  }

  /** A key is the name of a file. */
  private void put(String kind, String key, String value) {
    out.put(home.resolve(kind).resolve(SafeName.of(key)), value);
  }

  private void artifacts() {
    Path artifacts = home.resolve("artifacts");
    for (String name : List.of("manifest.json", "report.html")) {
      run.file(name).ifPresent(bytes -> out.put(artifacts.resolve(name), to -> to.write(bytes)));
    }
    out.put(artifacts.resolve("job.yaml"), run.manifest().resolvedJob());
    for (Table table : run.tables()) {
      if (table.name().equals("importance")) {
        new CsvTables(RunExport.Texts.MARKED)
            .write(run, table, out, artifacts.resolve("importance.csv"));
      }
    }
  }

  private static String uri(Path path) {
    return path.toAbsolutePath().normalize().toUri().toString().replaceFirst("/$", "");
  }

  /** Values as JSON, which YAML is too; what is no ASCII is spelt out. */
  private static String yaml(Map<String, Object> values) {
    StringBuilder yaml = new StringBuilder();
    values.forEach(
        (key, value) -> {
          yaml.append(key).append(": ");
          String json = GSON.toJson(value);
          for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            yaml.append(c < 0x7f ? "" + c : String.format(Locale.ROOT, "\\u%04x", (int) c));
          }
          yaml.append('\n');
        });
    return yaml.toString();
  }
}
