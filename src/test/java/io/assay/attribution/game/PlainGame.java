package io.assay.attribution.game;

import io.assay.attribution.AttributionRequest;
import io.assay.baseline.Coalitions;
import io.assay.baseline.Masker;
import io.assay.model.BlackBox;
import io.assay.tensor.Tensor;
import java.util.List;

/** The oracle: every row, coalition and reference is composed and scored alone. */
final class PlainGame {
  private final BlackBox model;
  private final AttributionRequest request;

  PlainGame(BlackBox model, AttributionRequest request) {
    this.model = model;
    this.request = request;
  }

  /** Returns [rows, slots, coalitions]. */
  double[] values(List<Integer> rows, Coalitions coalitions) {
    int slots = request.target().slots();
    double[] values = new double[rows.size() * slots * coalitions.size()];
    for (int i = 0; i < rows.size(); i++) {
      for (int coalition = 0; coalition < coalitions.size(); coalition++) {
        for (int slot = 0; slot < slots; slot++) {
          values[(i * slots + slot) * coalitions.size() + coalition] =
              value(rows.get(i), coalitions, coalition, slot);
        }
      }
    }
    return values;
  }

  private double value(int row, Coalitions coalitions, int coalition, int slot) {
    Masker masker =
        request.masking().masker(request.batch().input(), request.baseline(), request.groups());
    double sum = 0;
    for (int reference = 0; reference < masker.references(); reference++) {
      float[] composed = new float[masker.length()];
      masker.write(row, coalitions, coalition, reference, composed, 0);
      Tensor score =
          model.score(Tensor.of(composed, 1, composed.length), request.target().select(row));
      sum += masker.weight(reference) * score.at(slot);
    }
    return sum;
  }
}
