package io.assay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.golden.GoldenCase;
import io.assay.model.BackwardRule;
import io.assay.model.BlackBox;
import io.assay.model.RuleBased;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Native rules agree with plain loops in float64 within 1e-5 of the largest value. */
final class RuleOracleTest {
  private static final int OUTPUT = 1;
  private static final Target TARGET = Target.outputs(OUTPUT);

  private final Tensor inputs = GoldenCase.mlpBc().inputs();
  private PlainMlp plain;
  private BlackBox model;

  @BeforeEach
  void open() throws Exception {
    plain = new PlainMlp();
    model = ModelFiles.openTorchScript(GoldenCase.mlpBc().scripted(), ModelOptions.ofShape(30));
  }

  @AfterEach
  void close() {
    model.close();
  }

  private interface OfRow {
    double[] of(double[] row);
  }

  private RuleBased rules() {
    return model.as(RuleBased.class).orElseThrow();
  }

  private void assertAgrees(Tensor found, OfRow expected) {
    double largest = 0;
    double most = 0;
    for (int row = 0; row < inputs.rows(); row++) {
      double[] values = expected.of(Models.doubles(inputs.slice(row, row + 1)));
      for (int i = 0; i < values.length; i++) {
        largest = Math.max(largest, Math.abs(values[i]));
        most = Math.max(most, Math.abs(found.at(row * values.length + i) - values[i]));
      }
    }
    assertThat(most).isLessThan(1e-5 * largest);
  }

  @Test
  void guidedBackpropagation() {
    Tensor found = rules().gradient(inputs, TARGET, new BackwardRule.Guided()).gradients();

    assertAgrees(found, row -> plain.back(row, OUTPUT, (z, g) -> z > 0 ? Math.max(0, g) : 0));
  }

  @Test
  void deconvolution() {
    Tensor found = rules().gradient(inputs, TARGET, new BackwardRule.Deconvolution()).gradients();

    assertAgrees(found, row -> plain.back(row, OUTPUT, (z, g) -> Math.max(0, g)));
  }

  @Test
  void deepLift() {
    Tensor reference = GoldenCase.mlpBc().background().slice(3, 4);
    float[] repeated = new float[inputs.values().length];
    for (int i = 0; i < repeated.length; i++) {
      repeated[i] = reference.at(i % 30);
    }
    Tensor references = Tensor.of(repeated, inputs.shape());

    Tensor found = rules().multipliers(inputs, references, TARGET).multipliers();

    double[] wide = Models.doubles(reference);
    assertAgrees(found, row -> plain.multipliers(row, wide, OUTPUT));
  }

  @Test
  void relevanceByEpsilon() {
    BackwardRule rule = new BackwardRule.LrpEpsilon(0.01);

    float[] found = rules().gradient(inputs, TARGET, rule).gradients().values().clone();

    for (int i = 0; i < found.length; i++) {
      found[i] *= inputs.at(i);
    }
    assertAgrees(Tensor.of(found, inputs.shape()), row -> plain.relevance(row, OUTPUT, 0.01));
  }
}
