package io.assay.fakes;

import io.assay.model.BlackBox;
import io.assay.model.ModelSignature;
import io.assay.tensor.Tensor;

/** A model whose outputs are taken for something else: the logits of classes, say. */
public final class InUnit implements BlackBox {
  private final BlackBox model;
  private final ModelSignature.Unit unit;

  /** Takes a model's outputs for numbers of another unit. */
  public InUnit(BlackBox model, ModelSignature.Unit unit) {
    this.model = model;
    this.unit = unit;
  }

  @Override
  public ModelSignature signature() {
    ModelSignature signature = model.signature();
    return new ModelSignature(signature.inputShape(), signature.outputs(), unit);
  }

  @Override
  public Tensor outputs(Tensor input) {
    return model.outputs(input);
  }

  @Override
  public void close() {
    model.close();
  }
}
