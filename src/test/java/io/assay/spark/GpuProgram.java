package io.assay.spark;

import io.assay.job.JobReader;
import io.assay.job.ModelSpec;
import io.assay.spark.cli.Assay;
import io.assay.spark.device.DeviceStage;
import io.assay.spark.device.ExecutorDevices;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * A program in a process of its own, for Spark's settings are those of a process: it lists the GPUs
 * that tasks were given in the folder of its first argument, and runs commands there.
 */
final class GpuProgram {
  private static final int SLOTS = 4;

  /** Of an executor: both of its slots come here, or the one that is there waits in vain. */
  private static final CyclicBarrier BOTH = new CyclicBarrier(2);

  private GpuProgram() {}

  /** Runs on the master that system properties name. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    try (SparkSession spark = SparkSession.builder().getOrCreate()) {
      JavaSparkContext context = new JavaSparkContext(spark.sparkContext());
      List<Integer> slots = IntStream.range(0, SLOTS).boxed().toList();
      JavaRDD<Integer> rows = context.parallelize(slots, SLOTS);
      write(folder, "counting", rows.map(slot -> addresses()).collect());
      ModelSpec model = JobReader.read(Files.readString(Path.of(arguments[1])), List.of()).model();
      write(
          folder,
          "attribution",
          DeviceStage.apply(context.parallelize(slots, SLOTS), model)
              .map(slot -> addresses() + " " + besideAnother())
              .collect());
      for (String device : List.of("auto", "gpu")) {
        run(folder.resolve(device), arguments[1], device);
      }
    }
  }

  private static String addresses() {
    return SparkEnv.get().executorId() + " " + ExecutorDevices.addresses();
  }

  private static String besideAnother() throws InterruptedException {
    try {
      BOTH.await(60, TimeUnit.SECONDS);
      return "beside another";
    } catch (BrokenBarrierException | TimeoutException alone) {
      return "alone";
    }
  }

  private static void run(Path folder, String job, String device) throws Exception {
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said, true);
    int status =
        Assay.execute(
            out,
            out,
            "run",
            job,
            "--run-id",
            "r",
            "--set",
            "model.device=" + device,
            "--set",
            "output.path=" + folder.resolve("out"));
    write(folder, "status", List.of(String.valueOf(status)));
    write(folder, "said", List.of(said.toString()));
  }

  private static void write(Path folder, String name, List<String> lines) {
    try {
      Files.createDirectories(folder);
      Files.write(folder.resolve(name), new TreeSet<>(lines));
    } catch (java.io.IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
