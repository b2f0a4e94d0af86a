package io.assay.global;

import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.model.Target;
import io.assay.tensor.TensorBatch;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a global method is given.
 *
 * @param batch the sampled rows in the order of their keys, [rows, ...]
 * @param target which outputs of each row are explained
 * @param targets the name of each slot: an output's, or the word for the target where rows differ
 *     in their output
 * @param labels one a row as text, empty for a row without one; no element at all if the job names
 *     no label or no method takes labels
 * @param columns the input's columns
 * @param groups which positions go together: what is taken away, shuffled or played with
 * @param baseline what stands for "feature absent"
 * @param seed the job's seed
 * @param confidence of intervals
 */
public record GlobalRequest(
    TensorBatch batch,
    Target target,
    List<String> targets,
    List<String> labels,
    List<InputColumn> columns,
    FeatureGroups groups,
    Baseline baseline,
    long seed,
    double confidence) {
  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if there are labels, but not one a row, or names, but not one
   *     a slot
   */
  public GlobalRequest {
    targets = List.copyOf(targets);
    labels = List.copyOf(labels);
    columns = List.copyOf(columns);
    if (!labels.isEmpty() && labels.size() != batch.rows()) {
      throw new IllegalArgumentException(labels.size() + " labels for " + batch.rows() + " rows");
    }
    if (targets.size() != target.slots()) {
      throw new IllegalArgumentException(
          targets.size() + " names for " + target.slots() + " explained scalars");
    }
  }

  /** Returns how many rows there are. */
  public int rows() {
    return batch.rows();
  }

  /** Returns how many scalars of a row are explained. */
  public int slots() {
    return targets.size();
  }

  /** Returns how much there is. */
  public GlobalShape shape() {
    return new GlobalShape(rows(), slots(), columns, groups, baseline.size());
  }

  /** Returns this request about other outputs, with the name of each slot. */
  public GlobalRequest withTarget(Target other, List<String> names) {
    return new GlobalRequest(
        batch, other, names, labels, columns, groups, baseline, seed, confidence);
  }

  /** Returns this request with its first rows alone: themselves a sample of the input. */
  public GlobalRequest first(int most) {
    return most >= rows() ? this : select(IntStream.range(0, most).toArray());
  }

  /** Returns this request with chosen rows, in the order given; a row may come more than once. */
  public GlobalRequest select(int... rows) {
    return new GlobalRequest(
        batch.select(rows),
        target.select(rows),
        targets,
        labels.isEmpty() ? labels : Arrays.stream(rows).mapToObj(labels::get).toList(),
        columns,
        groups,
        baseline,
        seed,
        confidence);
  }
}
