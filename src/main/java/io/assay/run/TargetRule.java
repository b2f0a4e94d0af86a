package io.assay.run;

import io.assay.job.TargetSpec;
import io.assay.model.BlackBox;
import io.assay.model.ModelSignature;
import io.assay.model.Target;
import io.assay.tensor.Coded;
import io.assay.tensor.RowSelection;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Turns the job's target into the output columns of each row. */
final class TargetRule {
  private final TargetSpec spec;
  private final List<String> outputs;

  TargetRule(TargetSpec spec, ModelSignature signature) {
    this.spec = spec;
    this.outputs = signature.outputs();
  }

  /** Returns how many outputs the model has. */
  int outputs() {
    return outputs.size();
  }

  /** Returns the rows whose label names no output; none unless the target is the label. */
  List<RowFault> unknownLabels(RowBatch rows) {
    List<RowFault> faults = new ArrayList<>();
    if (spec.kind() == TargetSpec.Kind.LABEL) {
      int[] outputs = outputsOf(rows.labels());
      for (int row = 0; row < rows.rows(); row++) {
        if (outputs[rows.labels().code(row)] < 0) {
          faults.add(new RowFault(row, RowFault.Kind.UNKNOWN_LABEL, rows.labels().at(row)));
        }
      }
    }
    return faults;
  }

  /** Returns the target of rows whose labels are all known. */
  Target resolve(BlackBox model, RowBatch rows) {
    return switch (spec.kind()) {
      case CLASS -> Target.outputs(outputs.indexOf(spec.className().orElseThrow()));
      case COLUMN -> Target.outputs(spec.column().orElseThrow());
      case ALL -> Target.outputs(IntStream.range(0, outputs.size()).toArray());
      case LABEL -> Target.perRow(labelled(rows.labels()));
      case PREDICTED -> Target.perRow(largest(model.outputs(rows.batch().input())));
    };
  }

  /** Returns how many forward calls a row costs before any method runs. */
  int callsPerRow() {
    return spec.kind() == TargetSpec.Kind.PREDICTED ? 1 : 0;
  }

  /** Returns what rows explain, by name. */
  RowTargets named(Target target, RowSelection rows) {
    Target selected = rows.isAll() ? target : target.select(rows.positions());
    return new RowTargets(outputs, selected, rows.size());
  }

  /**
   * Returns the targets under which a row's slot is counted in the importance table: its output,
   * and all rows together where rows differ in their output.
   */
  List<String> countedUnder(String output) {
    return switch (spec.kind()) {
      case PREDICTED -> Stream.of("predicted", output).distinct().toList();
      case LABEL -> Stream.of("label", output).distinct().toList();
      default -> List.of(output);
    };
  }

  private int[] labelled(Coded<String> labels) {
    int[] outputs = outputsOf(labels);
    int[] labelled = new int[labels.size()];
    for (int row = 0; row < labelled.length; row++) {
      labelled[row] = outputs[labels.code(row)];
    }
    return labelled;
  }

  private int[] outputsOf(Coded<String> labels) {
    return labels.values().stream().mapToInt(this::outputOf).toArray();
  }

  private int outputOf(String label) {
    int byName = outputs.indexOf(label);
    if (byName >= 0) {
      return byName;
    }
    try {
      double number = Double.parseDouble(label);
      boolean isColumn = number == Math.rint(number) && number >= 0 && number < outputs.size();
      return isColumn ? (int) number : -1;
    } catch (NumberFormatException notANumber) {
      return -1;
    }
  }

  private static int[] largest(Tensor outputs) {
    int width = outputs.rowLength();
    int[] largest = new int[outputs.rows()];
    for (int row = 0; row < largest.length; row++) {
      for (int column = 1; column < width; column++) {
        if (outputs.at(row, column) > outputs.at(row, largest[row])) {
          largest[row] = column;
        }
      }
    }
    return largest;
  }
}
