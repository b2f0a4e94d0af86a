package io.assay.spark.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Stands between the end of a shard's task and Spark's knowing of it: the task has written all of
 * its files, nobody can kill it any more, and it waits until a test lets it report. Executors find
 * this class beside Spark's and none of our others.
 */
public final class TaskGate implements SparkPlugin {
  private static final String PORT = "spark.assay.gate.port";
  private static final String PLAN = "spark.assay.gate.plan";

  /**
   * Returns the settings with which the tasks of a run report at a gate.
   *
   * @param home where the class is put for executors
   * @param port where the test waits for them
   * @param plan the run's, before which there are no tasks that explain
   */
  public static List<String> settings(Path home, int port, Path plan) throws IOException {
    Path classes = home.resolve("gate");
    for (Class<?> each : List.of(TaskGate.class, Guard.class, Nobody.class)) {
      String name = each.getName().replace('.', '/') + ".class";
      Path file = classes.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, each.getResourceAsStream("/" + name).readAllBytes());
    }
    return List.of(
        "spark.plugins=" + TaskGate.class.getName(),
        "spark.driver.extraClassPath=" + classes,
        "spark.executor.extraClassPath=" + classes,
        PORT + "=" + port,
        PLAN + "=" + plan);
  }

  @Override
  public DriverPlugin driverPlugin() {
    return new Nobody();
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new Guard();
  }

  /** Nothing stands on the driver. */
  private static final class Nobody implements DriverPlugin {}

  /** Stands on each executor. */
  private static final class Guard implements ExecutorPlugin {
    private final ThreadLocal<String> task = new ThreadLocal<>();
    private int port;
    private Path plan = Path.of("");

    @Override
    public void init(PluginContext executor, Map<String, String> settings) {
      port = executor.conf().getInt(PORT, 0);
      plan = Path.of(executor.conf().get(PLAN));
    }

    @Override
    public void onTaskStart() {
      TaskContext context = TaskContext.get();
      String name =
          "%d %d %d%n"
              .formatted(
                  ProcessHandle.current().pid(), context.partitionId(), context.attemptNumber());
      task.set(Files.exists(plan) ? name : "");
    }

    @Override
    public void onTaskSucceeded() {
      if (task.get().isEmpty()) {
        return; // it looked at the input, and explained nothing
      }
      try (Socket test = new Socket(InetAddress.getLoopbackAddress(), port)) {
        test.getOutputStream().write(task.get().getBytes(StandardCharsets.UTF_8));
        test.getInputStream().read();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
