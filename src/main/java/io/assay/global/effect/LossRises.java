package io.assay.global.effect;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.global.Compositions;
import io.assay.global.GlobalRecord;
import io.assay.global.GlobalRequest;
import io.assay.global.GlobalResult;
import io.assay.global.loss.Answers;
import io.assay.global.loss.Aspect;
import io.assay.global.loss.Loss;
import io.assay.model.BlackBox;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** By how much the loss against labels rises when a group takes its values from another row. */
final class LossRises {
  private final GlobalRequest request;
  private final List<double[]> truths;
  private final List<Aspect> aspects;
  private final Answers answers;
  private final Loss loss;
  private final Compositions rows;
  private final int repeats;

  /**
   * Prepares to ask about the rows that have a label.
   *
   * @param repeats at most
   * @throws AssayException SPEC_INVALID if no row has a label that says what is true
   */
  LossRises(BlackBox model, GlobalRequest all, int repeats) {
    this.answers = new Answers(model.signature());
    int[] labelled =
        IntStream.range(0, all.labels().size())
            .filter(row -> answers.truth(all.labels().get(row)).isPresent())
            .toArray();
    if (labelled.length == 0) {
      throw new AssayException(
          ErrorCode.SPEC_INVALID,
          "permutation-importance.measure is loss, and no row has a label that says what is true;"
              + " the first one is %s. A label is the name or number of an output, of one output 0"
              + " or 1, of a regression a number. Name their column as input.label, or set the"
              + " measure to change",
          all.labels().isEmpty() ? "not there" : "\"" + all.labels().get(0) + "\"");
    }
    this.request = all.select(labelled);
    this.truths =
        request.labels().stream().map(label -> answers.truth(label).orElseThrow()).toList();
    this.aspects = Aspect.of(model.signature(), request.target(), request.targets());
    this.loss = Loss.usual(model.signature().unit());
    List<String> outputs = model.signature().outputs();
    Target each = Target.outputs(IntStream.range(0, outputs.size()).toArray());
    this.rows = new Compositions(model, request.withTarget(each, outputs));
    this.repeats = Math.min(repeats, request.rows() - 1);
  }

  GlobalResult result() {
    if (repeats == 0) {
      return new GlobalResult(List.of(), 0);
    }
    int groups = request.groups().size();
    Tensor plain = rows.scores();
    List<ShiftedMeans> means = new ArrayList<>();
    aspects.forEach(aspect -> means.add(new ShiftedMeans(request.rows(), repeats, groups)));
    for (int group = 0; group < groups; group++) {
      Tensor moved = rows.scores(repeats, PermutationImportance.from(request, group));
      for (int aspect = 0; aspect < aspects.size(); aspect++) {
        means.get(aspect).add(rises(aspects.get(aspect), plain, moved));
      }
    }
    List<GlobalRecord> records = new ArrayList<>();
    for (int aspect = 0; aspect < aspects.size(); aspect++) {
      records.addAll(means.get(aspect).scores(request, aspects.get(aspect).name()));
    }
    return new GlobalResult(records, rows.calls());
  }

  /** Returns by how much the loss of each row rises with each repeat, [rows, repeats]. */
  private double[] rises(Aspect aspect, Tensor plain, Tensor moved) {
    int outputs = moved.size(2);
    Tensor single = moved.reshape(request.rows() * repeats, outputs);
    double[] rises = new double[request.rows() * repeats];
    for (int row = 0; row < request.rows(); row++) {
      double[] truth = truths.get(row);
      double before = aspect.loss(loss, row, truth, answers.of(plain, row));
      for (int repeat = 0; repeat < repeats; repeat++) {
        int at = row * repeats + repeat;
        rises[at] = aspect.loss(loss, row, truth, answers.of(single, at)) - before;
      }
    }
    return rises;
  }
}
