package io.assay.attribution.game;

import io.assay.model.BlackBox;
import io.assay.model.Masked;
import io.assay.model.MaskedInputs;
import io.assay.model.ModelSignature;
import io.assay.model.Target;
import io.assay.tensor.Tensor;

/** A model that composes masked inputs one by one, and counts them. */
final class ComposingModel implements Masked {
  private final BlackBox model;
  private int composed;

  ComposingModel(BlackBox model) {
    this.model = model;
  }

  /** Returns how many inputs it has composed. */
  int composed() {
    return composed;
  }

  @Override
  public ModelSignature signature() {
    return model.signature();
  }

  @Override
  public Tensor outputs(Tensor input) {
    return model.outputs(input);
  }

  @Override
  public Tensor scoreMasked(MaskedInputs inputs, Target target) {
    composed += inputs.size();
    int slots = target.slots();
    float[] scores = new float[inputs.size() * slots];
    for (int item = 0; item < inputs.size(); item++) {
      Tensor one = inputs.compose(item, item + 1);
      System.arraycopy(
          model.score(one, target.slice(item, item + 1)).values(), 0, scores, item * slots, slots);
    }
    return Tensor.of(scores, inputs.size(), slots);
  }

  @Override
  public void close() {}
}
