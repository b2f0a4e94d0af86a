package io.assay.fakes;

import io.assay.model.BlackBox;
import io.assay.model.Differentiable;
import io.assay.model.ModelSignature;
import io.assay.model.Points;
import io.assay.model.ScoredGradient;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.concurrent.atomic.LongAdder;

/**
 * A model that counts the rows it is asked for. It can be differentiated if the counted one can.
 */
public final class CountingModel implements Differentiable {
  private final BlackBox model;
  private final LongAdder forward = new LongAdder();
  private final LongAdder gradient = new LongAdder();

  private CountingModel(BlackBox model) {
    this.model = model;
  }

  /** Counts what is asked of a model, from nought. */
  public static CountingModel around(BlackBox model) {
    return new CountingModel(model);
  }

  /** Returns how many rows went forward only. */
  public long forwardRows() {
    return forward.sum();
  }

  /** Returns how many rows went forward and backward. */
  public long gradientRows() {
    return gradient.sum();
  }

  @Override
  public ModelSignature signature() {
    return model.signature();
  }

  @Override
  public Tensor outputs(Tensor input) {
    forward.add(input.rows());
    return model.outputs(input);
  }

  @Override
  public Tensor score(Tensor input, Target target) {
    forward.add(input.rows());
    return model.score(input, target);
  }

  @Override
  public ScoredGradient gradient(Tensor input, Target target) {
    gradient.add(input.rows());
    return differentiable().gradient(input, target);
  }

  @Override
  public Tensor gradientSum(Points points, Target target) {
    gradient.add(points.size());
    return differentiable().gradientSum(points, target);
  }

  private Differentiable differentiable() {
    return model.as(Differentiable.class).orElseThrow();
  }

  @Override
  public void close() {
    model.close();
  }
}
