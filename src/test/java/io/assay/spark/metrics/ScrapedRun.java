package io.assay.spark.metrics;

import io.assay.spark.Sessions;
import io.assay.spark.cli.Assay;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.sql.SparkSession;

/**
 * A program in a process of its own, for sinks are those of a process: it does what {@code assay}
 * does with its arguments but for the first, the folder into which it writes what the driver's page
 * shows of its metrics then.
 */
public final class ScrapedRun {
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private ScrapedRun() {}

  /** Runs on the master that system properties name. */
  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    String[] command = Arrays.copyOfRange(arguments, 1, arguments.length);
    int status = Sessions.with("scraped", spark -> run(spark, folder, out, command));
    System.exit(status);
  }

  private static int run(SparkSession spark, Path folder, PrintWriter out, String[] command) {
    int status = Assay.execute(out, out, command);
    String page = spark.sparkContext().uiWebUrl().get();
    long end = System.nanoTime() + PATIENCE_NANOS;
    String shown = body(page + "/metrics/prometheus/");
    while (!shown.contains("device_cpu")
        && System.nanoTime() < end) { // an executor looks now and then
      LockSupport.parkNanos(50_000_000);
      shown = body(page + "/metrics/prometheus/");
    }
    write(folder.resolve("prometheus"), shown);
    write(folder.resolve("json"), body(page + "/metrics/json/"));
    return status;
  }

  private static String body(String page) {
    try {
      HttpRequest request = HttpRequest.newBuilder(URI.create(page)).build();
      return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
