package io.assay.spark;

import io.assay.AssayException;
import io.assay.job.RunPlan;
import io.assay.report.HtmlReport;
import io.assay.report.Manifest;
import io.assay.report.ReportContents;
import io.assay.run.ShardStates;
import io.assay.spark.store.RunHome;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/** A finished run, as it lies in its tables. */
public final class StoredRun {
  private final RunFolder folder;
  private final Configuration hadoop;
  private final FileSystem files;
  private final Manifest manifest;
  private final StagedPlan begun;

  private StoredRun(RunFolder folder, Configuration hadoop) {
    this.folder = folder;
    this.hadoop = hadoop;
    this.files = folder.fileSystem(hadoop);
    if (!RunFolder.exists(files, folder.manifest())) {
      throw RunHome.missing(folder.home());
    }
    this.manifest = Manifest.fromJson(RunFolder.read(files, folder.manifest()));
    this.begun = StagedPlan.fromJson(RunFolder.read(files, folder.publishedPlan()));
  }

  /**
   * Opens a run.
   *
   * @param home the folder {@code OUTPUT/runs/RUN_ID}
   * @throws AssayException NOT_FOUND
   */
  public static StoredRun open(String home) {
    RunHome named = RunHome.of(home);
    return new StoredRun(new RunFolder(named.output(), named.run()), new Configuration());
  }

  RunFolder folder() {
    return folder;
  }

  StagedPlan begun() {
    return begun;
  }

  /** Returns what the run's manifest says. */
  public Manifest manifest() {
    return manifest;
  }

  /** Renders the report again, from the stored states and rejects, and returns where it lies. */
  public String render() {
    RunFolder.write(files, folder.report(), HtmlReport.render(contents()));
    return folder.report().toString();
  }

  /** Returns what the report shows, from the stored states and rejects. */
  public ReportContents contents() {
    RunPlan plan = begun.work().plan();
    ShardStates states = RunTables.states(folder, files, hadoop, plan);
    return RunTables.contents(
            manifest,
            plan,
            begun.work().layout(),
            RunFeatures.of(plan, begun.work().layout(), states),
            states,
            RunTables.rejects(folder, files, hadoop))
        .with(RunTables.parts(folder, files, hadoop));
  }
}
