package io.assay.spark.cli;

import io.assay.job.JobSpec;
import io.assay.spark.Preparation;
import io.assay.spark.PreparedJob;
import io.assay.spark.Sessions;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code assay check}: everything that is wrong with a job, at once. */
@Command(
    name = "check",
    description = "Holds a job against its data and its model and lists every problem.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Runnable {
  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Mixin private JobOptions job = new JobOptions();

  @Override
  public void run() {
    JobSpec read = job.read();
    PreparedJob prepared = Sessions.with(read.name(), spark -> Preparation.of(spark, read));
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "The job %s is sound: %,d rows, %d model inputs in %d feature groups, %d methods%n",
            read.name(),
            prepared.plan().rows(),
            prepared.plan().inputWidth(),
            prepared.plan().groups().size(),
            prepared.plan().methods().size());
  }
}
