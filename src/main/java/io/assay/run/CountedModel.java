package io.assay.run;

import io.assay.model.BlackBox;
import io.assay.model.Masked;
import io.assay.model.MaskedInputs;
import io.assay.model.ModelSignature;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * A model that counts the inputs that it is asked to score. What it is asked under an ability
 * beyond {@link Masked} is not counted.
 */
final class CountedModel implements Masked {
  private final BlackBox model;
  private final Optional<Masked> masked;
  private final LongAdder calls = new LongAdder();

  CountedModel(BlackBox model) {
    this.model = model;
    this.masked = model.as(Masked.class);
  }

  /** Returns how many inputs were scored so far. */
  long calls() {
    return calls.sum();
  }

  @Override
  public <A extends BlackBox> Optional<A> as(Class<A> ability) {
    boolean isCounted = ability == Masked.class ? masked.isPresent() : ability.isInstance(this);
    return isCounted ? Optional.of(ability.cast(this)) : model.as(ability);
  }

  @Override
  public ModelSignature signature() {
    return model.signature();
  }

  @Override
  public Tensor outputs(Tensor input) {
    calls.add(input.rows());
    return model.outputs(input);
  }

  @Override
  public Tensor score(Tensor input, Target target) {
    calls.add(input.rows());
    return model.score(input, target);
  }

  @Override
  public Tensor scoreMasked(MaskedInputs inputs, Target target) {
    calls.add(inputs.size());
    return masked.orElseThrow().scoreMasked(inputs, target);
  }

  @Override
  public void close() {
    model.close();
  }
}
