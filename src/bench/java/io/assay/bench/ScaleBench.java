package io.assay.bench;

import com.sun.management.OperatingSystemMXBean;
import io.assay.report.Manifest;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.management.ListenerNotFoundException;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * What becomes of a job when there are more executors, and more rows. Executors are JVMs of their
 * own; {@code SPARK_HOME} names where they find Spark. Linux's {@code taskset} keeps each on one
 * core, with its compiler and its garbage collector, as on a machine of its own: one executor alone
 * would use the idle cores, too. The driver is not kept anywhere. Run it on a quiet machine.
 */
public final class ScaleBench {
  private static final double NANOS = 1e9;
  private static final String INTEGRATED =
      "integrated-gradients: {rule: gauss-legendre, steps: 50}";
  private static final String SALIENCY = "saliency: {}";
  private static final int WARMING_UP = 20_000;
  private static final OperatingSystemMXBean CPU =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final Path folder;

  private ScaleBench(Path folder) {
    this.folder = folder;
  }

  /**
   * Prints both tables.
   *
   * @param arguments rows for the executors (standard 200000), and the most rows of the other table
   *     (standard 10000000)
   */
  public static void main(String[] arguments)
      throws IOException, ListenerNotFoundException, InterruptedException {
    int rows = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200_000;
    int most = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000_000;
    try (Scratch scratch = Scratch.make()) {
      ScaleBench bench = new ScaleBench(scratch.path());
      bench.executors(rows);
      bench.rows(most);
    }
  }

  private void executors(int rows) throws IOException, InterruptedException {
    line("executors of one core, integrated gradients of 50 steps on %,d rows", rows);
    double alone = 0;
    for (int executors = 1; executors <= 2; executors++) {
      try (SparkSession spark = session("local-cluster[" + executors + ",1,2048]")) {
        BenchJobs jobs = BenchJobs.table(spark, folder);
        jobs.run(INTEGRATED, executors * WARMING_UP);
        keepApart(executors);
        double rate = rows / seconds(jobs.run(INTEGRATED, rows));
        alone = executors == 1 ? rate : alone;
        line("%d: %,.0f rows/s, %.2f times one", executors, rate, rate / alone);
      }
    }
  }

  private static void keepApart(int count) throws IOException, InterruptedException {
    List<ProcessHandle> executors = ProcessHandle.current().children().toList();
    if (executors.size() != count) {
      throw new IllegalStateException(count + " executors, and the processes " + executors);
    }
    for (int core = 0; core < count; core++) {
      String executor = Long.toString(executors.get(core).pid());
      int status =
          new ProcessBuilder("taskset", "--all-tasks", "--cpu-list", "--pid", "" + core, executor)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start()
              .waitFor();
      if (status != 0) {
        throw new IOException("taskset ended with " + status);
      }
    }
  }

  private void rows(int most) throws IOException, ListenerNotFoundException {
    line("%nsaliency, all cores of this JVM");
    line("%12s %12s %16s %20s", "rows", "rows/s", "CPU us a row", "live heap, MB");
    try (SparkSession spark = session("local[*]")) {
      BenchJobs jobs = BenchJobs.table(spark, folder);
      for (int round = 0; round < 3; round++) {
        jobs.run(SALIENCY, 10 * WARMING_UP);
      }
      for (int rows = Math.min(most, 10_000); rows <= most; rows *= 10) {
        jobs.prepare(rows);
        long before = CPU.getProcessCpuTime();
        Manifest manifest = jobs.run(SALIENCY, rows);
        double cpu = (CPU.getProcessCpuTime() - before) / NANOS;
        line(
            "%,12d %,12.0f %16.2f %20.0f",
            rows, rows / seconds(manifest), cpu / rows * 1e6, live(jobs, rows) / 1e6);
      }
    }
  }

  /** Runs once more, for the memory alone. */
  private static long live(BenchJobs jobs, int rows) throws ListenerNotFoundException {
    try (LiveHeap heap = new LiveHeap()) {
      jobs.run(SALIENCY, rows);
      return heap.most();
    }
  }

  private static double seconds(Manifest manifest) {
    return manifest.timings().getOrDefault("attribute", Double.NaN);
  }

  private static SparkSession session(String master) {
    SparkConf conf =
        new SparkConf()
            .setMaster(master)
            .setAppName("bench")
            .set("spark.executor.memory", "2g")
            .set("spark.executorEnv.OMP_NUM_THREADS", "1")
            .set("spark.executor.extraJavaOptions", "-Dai.djl.offline=true -DOPT_OUT_TRACKING=true")
            .set("spark.executor.extraClassPath", absolute(System.getProperty("java.class.path")));
    SparkSession spark = SparkSession.builder().config(conf).getOrCreate();
    spark.conf().set("spark.sql.session.timeZone", "UTC");
    return spark;
  }

  private static String absolute(String classPath) {
    return Stream.of(classPath.split(File.pathSeparator, -1))
        .map(each -> Path.of(each).toAbsolutePath().toString())
        .reduce((left, right) -> left + File.pathSeparator + right)
        .orElseThrow();
  }

  private static void line(String pattern, Object... values) {
    System.out.println(String.format(Locale.ROOT, pattern, values));
  }
}
