package io.assay.global.surrogate;

import io.assay.global.Estimate;
import io.assay.global.GlobalRecord;
import io.assay.global.GlobalShape;
import java.util.ArrayList;
import java.util.List;

/** What surrogates have in common. */
final class Imitation {
  /** The label of the score that says how much of the model a surrogate accounts for. */
  static final String R2 = "held-out R2";

  private Imitation() {}

  /**
   * Refuses inputs that no surrogate can read.
   *
   * @param mostValues of a row
   * @throws IllegalArgumentException if the input is no table, or too wide
   */
  static void check(String method, GlobalShape shape, int mostValues) {
    int values = shape.groups().features();
    if (shape.columns().isEmpty()) {
      throw new IllegalArgumentException(method + " needs the columns of a table as input");
    }
    if (values > mostValues) {
      throw new IllegalArgumentException(
          "%s takes rows of at most %d values, and these have %d"
              .formatted(method, mostValues, values));
    }
  }

  /** Returns the records that say how well a surrogate does; their feature is empty. */
  static List<GlobalRecord> records(String target, Fidelity fidelity) {
    List<GlobalRecord> records = new ArrayList<>();
    add(records, target, R2, fidelity.r2(), fidelity.rows());
    add(records, target, "mean absolute error", fidelity.meanAbsError(), fidelity.rows());
    add(records, target, "agreement", fidelity.agreement(), fidelity.rows());
    return records;
  }

  /** Adds what is known. */
  private static void add(
      List<GlobalRecord> records, String target, String what, Estimate value, long rows) {
    if (!Double.isNaN(value.value())) {
      records.add(whole(target, what, value, rows));
    }
  }

  /** Returns a record about a surrogate as a whole. */
  static GlobalRecord whole(String target, String what, Estimate value, long rows) {
    return GlobalRecord.score(target, "", value, null, rows).labelled(what);
  }

  /** Returns the scores of rows in float64. */
  static double[] scores(Answered rows) {
    double[] scores = new double[rows.rows()];
    for (int row = 0; row < scores.length; row++) {
      scores[row] = rows.scores().at(row);
    }
    return scores;
  }
}
