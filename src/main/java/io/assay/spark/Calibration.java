package io.assay.spark;

import io.assay.baseline.Baseline;
import io.assay.job.RunPlan.PlannedMethod;
import io.assay.run.RowBatch;
import io.assay.run.ShardRunner;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Measures a few batches on the driver, to say how long a run will take. */
public final class Calibration {
  private static final int BATCHES = 8;
  private static final int ROWS_A_BATCH = 64;

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
   * Measures every method on rows of the input; the first batch warms up and does not count.
   *
   * @return one figure a method; empty if the input has too few usable rows to tell
   */
  public List<MethodSeconds> measure() {
    List<RowBatch> batches = batches();
    Baseline baseline = job.baseline().baseline();
    List<MethodSeconds> figures = new ArrayList<>();
    for (PlannedMethod method : job.plan().methods()) {
      ShardRunner runner =
          new ShardRunner(job.blackBox(), job.plan().only(List.of(method)), baseline);
      List<Double> seconds = new ArrayList<>();
      for (RowBatch batch : batches) {
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
    Dataset<Row> sample = job.canonical().limit(BATCHES * ROWS_A_BATCH).coalesce(1);
    List<RowBatch> whole = new ArrayList<>();
    DecodedRows.forEach(
        DecodedRows.internal(sample).map(row -> row.copy()).collect().iterator(),
        job.layout(),
        decoded -> whole.add(new RowBatch(decoded.batch(), decoded.labels(), decoded.slices())));
    List<RowBatch> batches = new ArrayList<>();
    for (RowBatch rows : whole) {
      for (int from = 0; from < rows.rows(); from += ROWS_A_BATCH) {
        batches.add(rows.slice(from, Math.min(rows.rows(), from + ROWS_A_BATCH)));
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
