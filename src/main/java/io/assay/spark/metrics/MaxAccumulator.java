package io.assay.spark.metrics;

import org.apache.spark.util.AccumulatorV2;

/** The largest of the numbers added, 0 if there were none. */
final class MaxAccumulator extends AccumulatorV2<Double, Double> {
  private static final long serialVersionUID = 1;

  private double largest;

  @Override
  public boolean isZero() {
    return largest == 0;
  }

  @Override
  public AccumulatorV2<Double, Double> copy() {
    MaxAccumulator copy = new MaxAccumulator();
    copy.largest = largest;
    return copy;
  }

  @Override
  public void reset() {
    largest = 0;
  }

  @Override
  public void add(Double value) {
    largest = Math.max(largest, value);
  }

  @Override
  public void merge(AccumulatorV2<Double, Double> other) {
    largest = Math.max(largest, other.value());
  }

  @Override
  public Double value() {
    return largest;
  }
}
