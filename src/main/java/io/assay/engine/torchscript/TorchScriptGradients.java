package io.assay.engine.torchscript;

import io.assay.model.BlackBox;
import io.assay.model.Differentiable;
import io.assay.model.ModelSignature;
import io.assay.model.Points;
import io.assay.model.ScoredGradient;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A TorchScript model that libtorch can differentiate. */
final class TorchScriptGradients implements Differentiable {
  private final Session session;
  private final @Nullable BlackBox whole;

  /** Differentiates a part of a model, which has no other ability. */
  TorchScriptGradients(Session session) {
    this.session = session;
    this.whole = null;
  }

  /** Differentiates a whole model, whose other abilities can be asked for. */
  TorchScriptGradients(Session session, BlackBox whole) {
    this.session = session;
    this.whole = whole;
  }

  @Override
  public <M extends BlackBox> Optional<M> as(Class<M> ability) {
    return whole == null || ability.isInstance(this)
        ? Differentiable.super.as(ability)
        : whole.as(ability);
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
