package io.assay.attribution.tree;

import io.assay.baseline.Baseline;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** The rows of a baseline, block by block. Threads may share it. */
final class Background {
  private final Baseline baseline;
  private final List<RowBlock> blocks = new ArrayList<>();

  Background(Baseline baseline) {
    this.baseline = baseline;
    Tensor rows = baseline.rows();
    for (int from = 0; from < rows.rows(); from += RowBlock.MOST_ROWS) {
      RowBlock block = new RowBlock(rows.rowLength());
      block.fill(rows, from, Math.min(rows.rows(), from + RowBlock.MOST_ROWS));
      blocks.add(block);
    }
  }

  /** Returns how many values a row has. */
  int features() {
    return baseline.rows().rowLength();
  }

  /** Returns how many blocks there are. */
  int blocks() {
    return blocks.size();
  }

  /** Returns a block, not to be changed. */
  RowBlock block(int number) {
    return blocks.get(number);
  }

  /** Returns the weight of a row of a block; those of all blocks sum to one. */
  double weight(int block, int row) {
    return baseline.weight(block * RowBlock.MOST_ROWS + row);
  }

  /** Returns about how much memory is held, in bytes. */
  long bytes() {
    return (long) Float.BYTES * RowBlock.MOST_ROWS * blocks.size() * features();
  }
}
