package io.assay.attribution.shapley.surrogate;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Grows one tree after another on binned inputs. A node is split where the squared error falls
 * most, at the first feature and the lowest threshold of equals. The histogram of the larger child
 * is its parent's less that of the smaller.
 */
final class TreeGrower {
  /** Pulls the values of small leaves towards zero, as if so many inputs of zero lay in each. */
  private static final double RIDGE = 1;

  /** A split must lower the squared error by more than rounding does, relative to the tree's. */
  private static final double LEAST_GAIN = 1e-12;

  private final Bins bins;
  private final Growth growth;
  private final BoostedTrees.Builder builder;
  private final int[] start; // [features + 1] the first bin of each among all
  private final double[][] sums; // [2 (depth + 1)][bins] of residuals
  private final int[][] counts; // [2 (depth + 1)][bins] of inputs
  private final int[] order; // inputs, those of a node side by side
  private final int[] aside;
  private final double[] gathered;
  private double leastGain;

  /** The inputs of a node, and where the histogram of them is. */
  private record Span(int node, int from, int to, int level, int histogram) {
    int size() {
      return to - from;
    }
  }

  /** What parts the inputs of a node best. */
  private record Split(int feature, int bin) {}

  TreeGrower(Bins bins, Growth growth, BoostedTrees.Builder builder) {
    this.bins = bins;
    this.growth = growth;
    this.builder = builder;
    this.start = new int[bins.features() + 1];
    for (int feature = 0; feature < bins.features(); feature++) {
      start[feature + 1] = start[feature] + bins.bins(feature);
    }
    this.sums = new double[2 * (growth.depth() + 1)][start[bins.features()]];
    this.counts = new int[2 * (growth.depth() + 1)][start[bins.features()]];
    int inputs = bins.codes(0).length;
    this.order = new int[inputs];
    this.aside = new int[inputs];
    this.gathered = new double[inputs];
  }

  /**
   * Adds a tree and takes its values off the residuals.
   *
   * @param residuals one an input
   * @return whether the tree has a split; if not, more trees would have none either
   */
  boolean grow(double[] residuals) {
    double squares = 0;
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
      squares += residuals[i] * residuals[i];
    }
    leastGain = LEAST_GAIN * squares;
    Span root = new Span(builder.tree(), 0, order.length, 0, 0);
    count(root, residuals);
    return !settled(root, residuals);
  }

  /** Splits a node and those below it, or gives it its value; returns whether it is a leaf. */
  private boolean settled(Span span, double[] residuals) {
    double sum = 0;
    for (int i = span.from; i < span.to; i++) {
      sum += residuals[order[i]];
    }
    Split split = span.level < growth.depth() ? bestSplit(span, sum) : null;
    if (split == null) {
      double value = growth.shrinkage() * sum / (span.size() + RIDGE);
      builder.value(span.node, value);
      for (int i = span.from; i < span.to; i++) {
        residuals[order[i]] -= value;
      }
      return true;
    }
    branch(span, split, residuals);
    return false;
  }

  private void branch(Span span, Split split, double[] residuals) {
    double threshold = bins.threshold(split.feature, split.bin);
    int child = builder.split(span.node, split.feature, threshold);
    int middle = part(span, split);
    int level = span.level + 1;
    int smaller = 2 * level;
    boolean leftIsSmaller = middle - span.from <= span.to - middle;
    Span left = new Span(child, span.from, middle, level, leftIsSmaller ? smaller : smaller + 1);
    Span right = new Span(child + 1, middle, span.to, level, leftIsSmaller ? smaller + 1 : smaller);
    if (level < growth.depth()) {
      count(leftIsSmaller ? left : right, residuals);
      subtract(span.histogram, smaller, smaller + 1);
    }
    settled(left, residuals);
    settled(right, residuals);
  }

  /** Puts the inputs that go left before the others, both in their order. */
  private int part(Span span, Split split) {
    byte[] codes = bins.codes(split.feature);
    int middle = span.from;
    int others = 0;
    for (int i = span.from; i < span.to; i++) {
      int input = order[i];
      if ((codes[input] & 0xff) <= split.bin) {
        order[middle++] = input;
      } else {
        aside[others++] = input;
      }
    }
    System.arraycopy(aside, 0, order, middle, others);
    return middle;
  }

  private void count(Span span, double[] residuals) {
    double[] sum = sums[span.histogram];
    int[] count = counts[span.histogram];
    Arrays.fill(sum, 0);
    Arrays.fill(count, 0);
    for (int i = span.from; i < span.to; i++) {
      gathered[i] = residuals[order[i]];
    }
    for (int feature = 0; feature < bins.features(); feature++) {
      byte[] codes = bins.codes(feature);
      int first = start[feature];
      for (int i = span.from; i < span.to; i++) {
        int bin = first + (codes[order[i]] & 0xff);
        sum[bin] += gathered[i];
        count[bin]++;
      }
    }
  }

  private void subtract(int whole, int part, int rest) {
    for (int bin = 0; bin < start[bins.features()]; bin++) {
      sums[rest][bin] = sums[whole][bin] - sums[part][bin];
      counts[rest][bin] = counts[whole][bin] - counts[part][bin];
    }
  }

  private @Nullable Split bestSplit(Span span, double sum) {
    double best = sum * sum / (span.size() + RIDGE) + leastGain;
    Split found = null;
    double[] sumOf = sums[span.histogram];
    int[] countOf = counts[span.histogram];
    for (int feature = 0; feature < bins.features(); feature++) {
      double left = 0;
      int lefts = 0;
      for (int bin = 0; bin < bins.bins(feature) - 1; bin++) {
        left += sumOf[start[feature] + bin];
        lefts += countOf[start[feature] + bin];
        int rights = span.size() - lefts;
        if (lefts >= growth.leastInputs() && rights >= growth.leastInputs()) {
          double right = sum - left;
          double squares = left * left / (lefts + RIDGE) + right * right / (rights + RIDGE);
          if (squares > best) {
            best = squares;
            found = new Split(feature, bin);
          }
        }
      }
    }
    return found;
  }
}
