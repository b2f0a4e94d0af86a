package io.assay.attribution.shapley.surrogate;

import io.assay.model.BlackBox;
import io.assay.model.ModelSignature;
import io.assay.model.ModelSignature.Unit;
import io.assay.tensor.Tensor;
import java.util.List;

/** Trees as a black box of one output. */
record TreeModel(BoostedTrees trees) implements BlackBox {
  @Override
  public ModelSignature signature() {
    return new ModelSignature(List.of(trees.features()), List.of("score"), Unit.RAW);
  }

  @Override
  public Tensor outputs(Tensor input) {
    double[] scores = new double[input.rows()];
    for (int row = 0; row < scores.length; row++) {
      scores[row] = trees.score(input.values(), row * trees.features());
    }
    return Tensor.of(scores, scores.length, 1);
  }

  @Override
  public void close() {}
}
