package io.assay.spark.cli;

import io.assay.job.JobSpec;
import io.assay.spark.JobFiles;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every command that takes a job file takes. */
final class JobOptions {
  @Parameters(paramLabel = "JOB.yaml", description = "The job file, on any Hadoop file system.")
  private String job = "";

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Sets a key of the job file, such as --set input.path=data or --set"
              + " methods=[saliency]; may be repeated.")
  private List<String> overrides = List.of();

  /** Reads the job, with paths resolved against its folder. */
  JobSpec read() {
    return JobFiles.read(job, overrides);
  }
}
