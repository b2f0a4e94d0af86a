package io.assay.engine.torchscript;

import io.assay.model.Differentiable;
import io.assay.model.ModelSignature;
import io.assay.model.Points;
import io.assay.model.ScoredGradient;
import io.assay.model.Target;
import io.assay.tensor.Tensor;

/** A TorchScript model that libtorch can differentiate. */
final class TorchScriptGradients implements Differentiable {
  private final Session session;

  TorchScriptGradients(Session session) {
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
    return Differentiable.super.score(input, target);
  }

  @Override
  public ScoredGradient gradient(Tensor input, Target target) {
    return session.gradient(input, target);
  }

  @Override
  public Tensor gradientSum(Points points, Target target) {
    return session.gradientSum(points, target);
  }

  @Override
  public void close() {
    session.close();
  }
}
