package io.assay.global.surrogate;

import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.global.GlobalRecord;
import io.assay.global.GlobalRequest;
import io.assay.global.GlobalResult;
import io.assay.global.InputColumn;
import io.assay.model.Target;
import io.assay.tensor.RowIds;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Rows and requests that tests ask about. */
final class Asked {
  private Asked() {}

  /** Returns standard normal values, [rows, features]. */
  static Tensor normal(int rows, int features, long seed) {
    Random random = new Random(seed);
    float[] values = new float[rows * features];
    for (int at = 0; at < values.length; at++) {
      values[at] = (float) random.nextGaussian();
    }
    return Tensor.of(values, rows, features);
  }

  /** Returns columns of numbers called x0, x1 and so on. */
  static List<InputColumn> columns(int features) {
    List<InputColumn> columns = new ArrayList<>();
    for (int feature = 0; feature < features; feature++) {
      columns.add(InputColumn.numeric("x" + feature, feature));
    }
    return columns;
  }

  static GlobalRequest request(Tensor input, Target target, List<String> targets) {
    return request(input, target, targets, columns(input.rowLength()));
  }

  static GlobalRequest request(
      Tensor input, Target target, List<String> targets, List<InputColumn> columns) {
    int[] groupOf = new int[input.rowLength()];
    for (int column = 0; column < columns.size(); column++) {
      for (int position : columns.get(column).positions()) {
        groupOf[position] = column;
      }
    }
    List<String> ids = IntStream.range(0, input.rows()).mapToObj(row -> "row-" + row).toList();
    return new GlobalRequest(
        new TensorBatch(new RowIds(ids), input),
        target,
        targets,
        List.of(),
        columns,
        FeatureGroups.of(columns.stream().map(InputColumn::name).toList(), groupOf),
        Baseline.single(Tensor.zeros(1, input.rowLength())),
        7,
        0.95);
  }

  /** Returns the one record of a feature and a label. */
  static GlobalRecord record(GlobalResult result, String feature, String label) {
    return result.records().stream()
        .filter(record -> record.feature().equals(feature) && label.equals(record.label()))
        .findFirst()
        .orElseThrow();
  }

  /** Returns rows whose scores are given. */
  static Answered answered(Tensor input, double... scores) {
    return new Answered(input, Tensor.of(scores, scores.length), Tensor.zeros(scores.length));
  }
}
