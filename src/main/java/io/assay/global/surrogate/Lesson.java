package io.assay.global.surrogate;

import io.assay.global.GlobalRequest;
import io.assay.model.BlackBox;
import io.assay.model.Target;
import io.assay.tensor.Rng;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a surrogate learns, and what it is tried on.
 *
 * @param target the name of the output that is imitated
 * @param output its column
 * @param training rows to learn from
 * @param heldOut rows to be tried on
 */
record Lesson(String target, int output, Answered training, Answered heldOut) {
  /** Outputs that are imitated at most where rows explain different ones. */
  static final int MOST_OUTPUTS = 10;

  private static final String PURPOSE = "held-out";

  /**
   * Asks the model about all rows, once, and makes a lesson of each explained output; where rows
   * explain different ones, of each of these, at most {@value #MOST_OUTPUTS}, those of most rows
   * first. A row is held out by its id, the same ones for every surrogate. Rows of which an answer
   * is no number are left out.
   *
   * @param heldOut share of the rows, over 0 and under 1
   */
  static List<Lesson> of(BlackBox model, GlobalRequest request, double heldOut) {
    Tensor input = request.batch().input();
    Tensor outputs = model.outputs(input);
    Tensor flat = input.reshape(input.rows(), input.rowLength());
    List<Integer> held = new ArrayList<>();
    List<Integer> kept = new ArrayList<>();
    for (int row = 0; row < input.rows(); row++) {
      double draw = (Rng.key(request.seed(), PURPOSE, request.batch().rowIds().id(row)) >>> 11);
      (draw * 0x1p-53 < heldOut ? held : kept).add(row);
    }
    List<Lesson> lessons = new ArrayList<>();
    imitated(model, request)
        .forEach(
            (output, name) -> {
              Answered all = Teacher.answered(flat, outputs, model.signature(), output);
              lessons.add(
                  new Lesson(name, output, chosen(all, kept).finite(), chosen(all, held).finite()));
            });
    return lessons;
  }

  private static Answered chosen(Answered rows, List<Integer> these) {
    return rows.select(these.stream().mapToInt(Integer::intValue).toArray());
  }

  /** Returns the outputs that are imitated, with their names. */
  private static Map<Integer, String> imitated(BlackBox model, GlobalRequest request) {
    Map<Integer, String> imitated = new TreeMap<>();
    Target target = request.target();
    if (target.isUniform()) {
      for (int slot = 0; slot < request.slots(); slot++) {
        imitated.put(target.column(0, slot), request.targets().get(slot));
      }
      return imitated;
    }
    Map<Integer, Integer> counts = new TreeMap<>();
    for (int row = 0; row < request.rows(); row++) {
      counts.merge(target.column(row, 0), 1, Integer::sum);
    }
    if (counts.size() == 1) {
      counts.keySet().forEach(output -> imitated.put(output, request.targets().get(0)));
      return imitated;
    }
    counts.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(MOST_OUTPUTS)
        .forEach(
            each -> imitated.put(each.getKey(), model.signature().outputs().get(each.getKey())));
    return imitated;
  }
}
