package io.assay.attribution.game;

import io.assay.model.BlackBox;
import io.assay.model.ModelSignature;
import io.assay.tensor.Tensor;

/** A model whose outputs are not numbers where a feature has a certain value. */
record FailingModel(BlackBox model, int feature, float where) implements BlackBox {
  @Override
  public ModelSignature signature() {
    return model.signature();
  }

  @Override
  public Tensor outputs(Tensor input) {
    Tensor sound = model.outputs(input);
    float[] outputs = sound.values().clone();
    for (int at = 0; at < outputs.length; at++) {
      if (input.at(at / sound.rowLength(), feature) == where) {
        outputs[at] = Float.NaN;
      }
    }
    return Tensor.of(outputs, sound.shape());
  }

  @Override
  public void close() {}
}
