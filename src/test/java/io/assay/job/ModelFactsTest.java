package io.assay.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.Differentiable;
import io.assay.model.ModelSignature;
import io.assay.model.ScoredGradient;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a model says of itself. */
final class ModelFactsTest {
  private static final ModelSignature SIGNATURE =
      new ModelSignature(List.of(2, 3), List.of("no", "yes"), ModelSignature.Unit.PROBABILITY);

  /** A model with gradients that is never run. */
  private record Silent(ModelSignature signature) implements Differentiable {
    @Override
    public Tensor outputs(Tensor input) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ScoredGradient gradient(Tensor input, Target target) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  @Test
  void aModelIsAskedForShapeOutputsAndAbilitiesWithoutBeingRun() {
    ModelFacts facts = ModelFacts.of(new Silent(SIGNATURE));

    assertThat(facts.inputLength()).isEqualTo(6);
    assertThat(facts.outputs()).containsExactly("no", "yes");
    assertThat(facts.unit()).isEqualTo(ModelSignature.Unit.PROBABILITY);
    assertThat(facts.abilities()).containsExactlyInAnyOrder("BlackBox", "Differentiable");
  }
}
