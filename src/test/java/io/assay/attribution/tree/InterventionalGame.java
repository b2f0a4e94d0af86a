package io.assay.attribution.tree;

import io.assay.baseline.Baseline;
import io.assay.model.tree.Forest;
import io.assay.tensor.Tensor;
import java.util.function.UnaryOperator;

/** The game of a row over a background, by definition, in float64. Up to about 12 features. */
final class InterventionalGame {
  private InterventionalGame() {}

  /**
   * Values all hybrids of a row and every reference.
   *
   * @param link from all margins to all outputs, in place
   */
  static GameTable of(
      Forest forest, float[] row, Baseline baseline, int output, UnaryOperator<double[]> link) {
    int players = forest.features();
    double[] table = new double[1 << players];
    Tensor references = baseline.rows();
    float[] hybrid = new float[players];
    double[] margins = new double[forest.outputs()];
    for (int coalition = 0; coalition < table.length; coalition++) {
      for (int reference = 0; reference < baseline.size(); reference++) {
        for (int player = 0; player < players; player++) {
          boolean isPresent = (coalition >> player & 1) != 0;
          hybrid[player] = isPresent ? row[player] : references.at(reference, player);
        }
        forest.margins(hybrid, 0, margins);
        table[coalition] += baseline.weight(reference) * link.apply(margins.clone())[output];
      }
    }
    return new GameTable(table);
  }
}
