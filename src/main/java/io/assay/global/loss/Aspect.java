package io.assay.global.loss;

import io.assay.model.ModelSignature;
import io.assay.model.ModelSignature.Unit;
import io.assay.model.Target;
import java.util.ArrayList;
import java.util.List;

/**
 * What of an answer is held against the truth: of a classifier all of it, as one, and of a
 * regression each explained output by itself.
 *
 * @param name the target that it bears in tables
 * @param target whose outputs are looked at; ignored where all are
 * @param slot which of them; -1 for the whole answer
 */
public record Aspect(String name, Target target, int slot) {
  /** What the answer of a classifier is called. */
  public static final String ALL_OUTPUTS = "all";

  /**
   * Returns the aspects of a model.
   *
   * @param targets the name of each slot
   */
  public static List<Aspect> of(ModelSignature signature, Target target, List<String> targets) {
    if (signature.unit() != Unit.RAW) {
      return List.of(new Aspect(ALL_OUTPUTS, target, -1));
    }
    List<Aspect> aspects = new ArrayList<>();
    for (int slot = 0; slot < targets.size(); slot++) {
      aspects.add(new Aspect(targets.get(slot), target, slot));
    }
    return aspects;
  }

  /**
   * Returns the loss of a row's answer.
   *
   * @param row which of the target's rows
   * @param truth as {@link Answers} has it
   * @param answer as long
   */
  public double loss(Loss loss, int row, double[] truth, double[] answer) {
    if (slot < 0) {
      return loss.of(truth, answer);
    }
    int column = target.column(row, slot);
    return loss.of(new double[] {truth[column]}, new double[] {answer[column]});
  }

  /** Returns the aspect of chosen rows. */
  public Aspect select(int... rows) {
    return new Aspect(name, target.select(rows), slot);
  }
}
