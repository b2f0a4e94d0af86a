package io.assay.spark;

import io.assay.baseline.Baseline;
import io.assay.job.RunPlan;
import io.assay.job.RunPlan.PlannedMethod;
import io.assay.run.RowBatch;
import io.assay.run.ShardRunner;
import io.assay.spark.content.HadoopSources;
import io.assay.spark.rows.DecodedRows;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Measures a few batches on the driver, to say how long a run will take. */
public final class Calibration {
  private static final int BATCHES = 8;
  private static final int ROWS_A_BATCH = 64;

  /** After so many nanoseconds a method of which three batches are measured is known. */
  private static final long LONG_ENOUGH = 10_000_000_000L;

  private final PreparedJob job;

  /** Prepares to measure a job. */
  public Calibration(PreparedJob job) {
    this.job = job;
  }

  /**
   * Time in one method.
   *
   * @param method its key
   * @param seconds a row, on one core; the mean over batches
   * @param spread the standard error of that mean
   */
  public record MethodSeconds(String method, double seconds, double spread) {}

  /**
   * Measures every method on rows of the input, after it has learnt as in a run; the first batch
   * warms up and does not count.
   *
   * @return one figure a method; empty if the input has too few usable rows to tell
   */
  public List<MethodSeconds> measure() {
    List<RowBatch> batches = batches();
    Baseline baseline = job.baseline().baseline();
    RunPlan plan = job.planAfter(job.learn(baseline));
    List<MethodSeconds> figures = new ArrayList<>();
    for (PlannedMethod method : plan.methods()) {
      ShardRunner runner = new ShardRunner(job.blackBox(), plan.only(List.of(method)), baseline);
      List<Double> seconds = new ArrayList<>();
      long start = System.nanoTime();
      for (RowBatch batch : batches) {
        if (seconds.size() > 2 && System.nanoTime() - start > LONG_ENOUGH) {
          break;
        }
        double before = runner.totals().get(0).seconds();
        runner.explain(batch);
        seconds.add((runner.totals().get(0).seconds() - before) / batch.rows());
      }
      if (seconds.size() > 2) {
        figures.add(figure(method.key(), seconds.subList(1, seconds.size())));
      }
    }
    return figures;
  }

  private List<RowBatch> batches() {
    int rowsEach = DecodedRows.rowsAtOnce(job.layout(), ROWS_A_BATCH);
    Dataset<Row> sample = job.canonical().limit(BATCHES * rowsEach).coalesce(1);
    List<RowBatch> whole = new ArrayList<>();
    DecodedRows.forEach(
        DecodedRows.internal(sample).map(row -> row.copy()).collect().iterator(),
        job.layout(),
        HadoopSources.of(job.layout(), job.spark().sparkContext().hadoopConfiguration()),
        decoded -> whole.add(DecodedRows.batch(decoded)));
    List<RowBatch> batches = new ArrayList<>();
    for (RowBatch rows : whole) {
      for (int from = 0; from < rows.rows(); from += rowsEach) {
        batches.add(rows.slice(from, Math.min(rows.rows(), from + rowsEach)));
      }
    }
    return batches;
  }

  private static MethodSeconds figure(String method, List<Double> seconds) {
    double mean = seconds.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    double squares = seconds.stream().mapToDouble(each -> (each - mean) * (each - mean)).sum();
    double variance = squares / (seconds.size() - 1);
    return new MethodSeconds(method, mean, Math.sqrt(variance / seconds.size()));
  }
}
