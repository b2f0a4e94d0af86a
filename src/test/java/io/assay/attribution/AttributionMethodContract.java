package io.assay.attribution;

import io.assay.fakes.CountingModel;
import io.assay.fakes.Polynomial;
import io.assay.fakes.SmallRelu;
import io.assay.model.Differentiable;

/** The laws of methods that need no more of a model than scores and gradients. */
public abstract class AttributionMethodContract extends MethodLaws<Differentiable> {
  @Override
  protected TrialModels<Differentiable> models() {
    return new Gradients();
  }

  /** Polynomials and a ReLU network. */
  private record Gradients() implements TrialModels<Differentiable> {
    @Override
    public Differentiable narrow() {
      return Polynomial.mixed();
    }

    @Override
    public Differentiable wide() {
      return Polynomial.wide(WIDE);
    }

    @Override
    public Differentiable kinked() {
      return SmallRelu.of(5, 8, 3);
    }

    @Override
    public Sum<Differentiable> sum() {
      Polynomial one = Polynomial.of(5, Polynomial.term(2, 0, 1, 2), Polynomial.term(-1, 3, 3));
      Polynomial other = Polynomial.of(5, Polynomial.term(1, 0, 0, 4), Polynomial.term(3, 2));
      return new Sum<>(one, other, one.plus(other));
    }

    @Override
    public Differentiable counted(CountingModel model) {
      return model;
    }
  }
}
