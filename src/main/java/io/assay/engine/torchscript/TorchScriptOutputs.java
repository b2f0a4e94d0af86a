package io.assay.engine.torchscript;

import io.assay.model.BlackBox;
import io.assay.model.ModelSignature;
import io.assay.model.Target;
import io.assay.tensor.Tensor;

/** A TorchScript model whose outputs have no gradient, such as a class number. */
final class TorchScriptOutputs implements BlackBox {
  private final Session session;

  TorchScriptOutputs(Session session) {
    this.session = session;
  }

  @Override
  public ModelSignature signature() {
    return session.signature();
  }

  @Override
  public Tensor outputs(Tensor input) {
    return session.outputs(input);
  }

  @Override
  public Tensor score(Tensor input, Target target) {
    session.checkTarget(target, input.rows());
    return BlackBox.super.score(input, target);
  }

  @Override
  public void close() {
    session.close();
  }
}
