package io.assay.run;

import io.assay.job.RunPlan;

/**
 * What the batches of a task take of its machine's memory, beside the model and what methods hold
 * while they work. Three batches are under way at a time: one is read, one explained, one summed up
 * and written.
 *
 * @param rows rows of a batch at most, at least 1
 * @param bytesARow bytes of a row at most, about: its inputs in float32, and what is written of it;
 *     columns carried through aside
 */
public record BatchMemory(int rows, long bytesARow) {
  /** How many batches are under way. */
  public static final int BATCHES = 3;

  private static final long MOST_BYTES = 128 << 20;

  /**
   * Cuts batches so that the inputs of one take 128 MiB at most, and its results too; but a batch
   * has a row.
   *
   * @param wantedRows rows of a batch where rows are narrow
   */
  public static BatchMemory of(RunPlan plan, int wantedRows) {
    long inputs = (long) Float.BYTES * Math.max(1, plan.inputWidth());
    long results = plan.tableBytesARow();
    long most = MOST_BYTES / Math.max(inputs, results);
    return new BatchMemory((int) Math.max(1, Math.min(wantedRows, most)), inputs + results);
  }

  /** Returns the bytes that a task's batches take at most, about. */
  public long bytes() {
    return Math.multiplyExact(BATCHES * (long) rows, bytesARow);
  }
}
