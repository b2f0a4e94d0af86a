package io.assay.spark.cli;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.spark.Failures;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;

/**
 * The program {@code assay}, which is also the main class for spark-submit. Exit status: 0 done, 2
 * a replayed row differs, 64 change the job or the command, 65 change the data, 69 change the
 * model, 70 an error inside Assay, 75 try again.
 */
@Command(
    name = "assay",
    description = "Explains models over whole data sets, on Apache Spark.",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RunCommand.class,
      PlanCommand.class,
      CheckCommand.class,
      MethodsCommand.class,
      LayersCommand.class,
      StatusCommand.class,
      HistoryCommand.class,
      DiffCommand.class,
      ExportCommand.class,
      ServeCommand.class,
      ReportCommand.class,
      ReplayCommand.class,
      RenderCommand.class,
      HelpCommand.class
    },
    footer = {
      "",
      "Exit status: 0 done; 2 a replayed row differs; 64 change the job or the command;",
      "65 change the data; 69 change the model; 70 an error inside Assay; 75 try again later."
    })
public final class Assay implements Runnable {
  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  /** Runs a command and ends the program with its exit status. */
  public static void main(String[] arguments) {
    int status =
        execute(
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8),
            arguments);
    if (status != 0) { // a cluster manager takes System.exit(0) for a driver that went away
      System.exit(status);
    }
  }

  /** Runs a command and returns its exit status. */
  public static int execute(PrintWriter out, PrintWriter err, String... arguments) {
    return new CommandLine(new Assay())
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Assay::refuse)
        .setExecutionExceptionHandler(Assay::report)
        .execute(arguments);
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private static int refuse(ParameterException problem, String[] arguments) {
    CommandLine command = problem.getCommandLine();
    command.getErr().println("assay: " + problem.getMessage());
    if (command.getParent() == null) {
      List<String> commands = List.copyOf(command.getSubcommands().keySet());
      command.getErr().println("Commands: " + String.join(", ", commands) + ".");
    }
    command.getErr().println("Try 'assay " + name(command) + "--help'.");
    return ErrorCode.Kind.USER.exitStatus();
  }

  private static String name(CommandLine command) {
    return command.getParent() == null ? "" : command.getCommandName() + " ";
  }

  private static int report(
      Exception failure, CommandLine command, CommandLine.ParseResult arguments) {
    AssayException known = Failures.known(failure);
    command.getErr().println("assay: " + known.code() + ": " + known.getMessage());
    if (known.code().kind() == ErrorCode.Kind.INTERNAL) {
      failure.printStackTrace(command.getErr());
    }
    return known.code().kind().exitStatus();
  }
}
