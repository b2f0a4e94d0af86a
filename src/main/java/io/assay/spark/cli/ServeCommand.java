package io.assay.spark.cli;

import io.assay.spark.serve.RunServer;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code assay serve}: shows finished runs in a browser. */
@Command(
    name = "serve",
    description =
        "Shows the finished runs under a local folder in a browser: reports, rows of tables,"
            + " features over runs. Reads that folder alone and writes nothing; ends with Ctrl-C.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Runnable {
  private static final int MOST_PORT = 65_535;

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Parameters(
      paramLabel = "DIR",
      description = "An output (the job's output.path), or a folder with outputs in it.")
  private Path folder = Path.of("");

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "Where to listen. Standard: ${DEFAULT-VALUE}, this machine alone. There is no password:"
              + " whoever reaches another address reads all runs.")
  private InetAddress host = InetAddress.getLoopbackAddress();

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8870",
      description = "0 to 65535, 0 for any that is free. Standard: ${DEFAULT-VALUE}.")
  private int port;

  @Override
  public void run() {
    if (port < 0 || port > MOST_PORT) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--port is " + port + "; need 0 to 65535");
    }
    try (RunServer server = RunServer.start(folder, host, port)) {
      spec.commandLine().getOut().println(folder + " at " + server.url());
      if (!host.isLoopbackAddress()) {
        spec.commandLine()
            .getErr()
            .println("assay: others can reach " + host.getHostAddress() + ", without a password");
      }
      new CountDownLatch(1).await(); // until the program is ended
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
