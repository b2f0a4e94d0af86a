package io.assay.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.Differentiable;
import io.assay.model.ModelSignature;
import io.assay.model.ScoredGradient;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  /**
   * Calls of a batch are full, and a batch takes 16 MiB, or is a single call; 0 is the standard.
   */
  @ParameterizedTest
  @CsvSource({
    "30, 0, 2048",
    "30, 100, 2000",
    "30, 8192, 8192",
    "4096, 0, 1024",
    "150528, 0, 24", // photographs, 8 a call
    "150528, 32, 32",
  })
  void aBatchIsAWholeNumberOfCalls(int width, int callRows, int rows) {
    assertThat(facts(width, "Differentiable").rowsAtOnce(model(callRows))).isEqualTo(rows);
  }

  @Test
  void treesAnswerFor2048RowsTogether() {
    assertThat(facts(30, "TreeEnsemble").rowsAtOnce(model(100))).isEqualTo(2048);
    assertThat(facts(30, "TreeEnsemble").rowsAtOnce(model(4000))).isEqualTo(4000);
  }

  private static ModelFacts facts(int width, String ability) {
    return new ModelFacts(
        List.of(width), List.of("score"), ModelSignature.Unit.RAW, List.of(ability));
  }

  private static ModelSpec model(int callRows) {
    String job =
        """
        name: sized
        input: {path: data, features: [x]}
        model: {path: m.pt}
        methods: [path]
        output: {path: out}
        """;
    ModelSpec standard = JobReader.read(job, List.of(), TestShelf.ENTRIES).model();
    return callRows == 0 ? standard : standard.withCallRows(callRows);
  }
}
