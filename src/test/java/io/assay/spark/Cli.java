package io.assay.spark;

import io.assay.report.Manifest;
import io.assay.spark.cli.Assay;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs commands as a person would, and keeps what they said. */
public final class Cli {
  /** The shipped job, whose data and model the tests borrow. */
  static final Path BREAST_CANCER = Path.of("jobs/breast-cancer").toAbsolutePath();

  public static final Path CANCER_DATA = BREAST_CANCER.resolve("data/breast_cancer.parquet");
  public static final Path CANCER_MODEL = BREAST_CANCER.resolve("model/breast_cancer_mlp.pt");

  private Cli() {}

  /**
   * What a command did.
   *
   * @param status its exit status
   * @param out its standard output
   * @param err its standard error
   */
  public record Result(int status, String out, String err) {}

  /** Runs a command. */
  public static Result assay(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = Assay.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    return new Result(status, out.toString(), err.toString());
  }

  /** Runs a job under the run id {@code r}. */
  static Result run(Path job, String... more) {
    List<String> arguments = new ArrayList<>(List.of("run", job.toString(), "--run-id", "r"));
    arguments.addAll(List.of(more));
    return assay(arguments.toArray(String[]::new));
  }

  /** Starts a job under the run id {@code r} in a process of its own. */
  static Process start(Path job, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("run", job.toString(), "--run-id", "r"));
    arguments.addAll(List.of(more));
    return java(Assay.class, List.of(), arguments)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Returns a process of this JVM's kind, with settings as system properties. */
  static ProcessBuilder java(Class<?> main, List<String> settings, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(option -> option.startsWith("--add-") || option.startsWith("-D"))
            .toList());
    settings.forEach(setting -> command.add("-D" + setting));
    command.addAll(List.of("-Xmx1g", "-cp", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectErrorStream(true);
  }

  /** Writes a job file into a folder; {@code OUT} in it becomes the folder's {@code out}. */
  public static Path job(Path folder, String yaml) {
    try {
      Files.createDirectories(folder);
      return Files.writeString(
          folder.resolve("job.yaml"), yaml.replace("OUT", folder.resolve("out").toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the manifest of the run {@code r}. */
  public static Manifest manifest(Path folder) {
    return manifest(folder, "r");
  }

  /** Reads a run's manifest. */
  public static Manifest manifest(Path folder, String run) {
    return Manifest.fromJson(text(folder.resolve("out/runs/" + run + "/manifest.json")));
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
