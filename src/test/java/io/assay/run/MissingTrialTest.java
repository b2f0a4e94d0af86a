package io.assay.run;

import static io.assay.fakes.Polynomial.term;
import static org.assertj.core.api.Assertions.assertThat;

import io.assay.fakes.Polynomial;
import io.assay.job.InputPlan;
import io.assay.job.JobReader;
import io.assay.job.JobSpec;
import io.assay.job.RunPlan;
import io.assay.model.BlackBox;
import io.assay.model.ModelSignature;
import io.assay.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Jobs that keep missing values need a model that takes some. */
class MissingTrialTest {
  private static final Polynomial SUM =
      Polynomial.ofOutputs(2, List.of(List.of(term(2, 0), term(1, 1))));

  /** A model that takes what is missing for a zero. */
  private record Imputing(BlackBox model) implements BlackBox {
    @Override
    public ModelSignature signature() {
      return model.signature();
    }

    @Override
    public Tensor outputs(Tensor input) {
      float[] values = input.values().clone();
      for (int place = 0; place < values.length; place++) {
        values[place] = Float.isNaN(values[place]) ? 0 : values[place];
      }
      return model.outputs(Tensor.of(values, input.shape()));
    }

    @Override
    public void close() {}
  }

  private static RunPlan plan(String missing) {
    JobSpec spec =
        JobReader.read(
            """
            name: gaps
            input: {path: data, features: [a, b], missing: %s}
            model: {path: model.pt}
            output: {path: out}
            """
                .formatted(missing),
            List.of());
    return new RunPlan(spec, InputPlan.of(spec, 0), 0, 1, List.of(), List.of(), List.of());
  }

  @Test
  void aModelThatGivesNoNumberForMissingValuesIsNotShownAny() {
    assertThat(MissingTrial.problem(SUM, plan("keep")))
        .hasValueSatisfying(
            problem -> {
              assertThat(problem.key()).isEqualTo("input.missing");
              assertThat(problem.text()).contains("is keep").contains("reject");
            });
  }

  @Test
  void aModelThatTakesMissingValuesMayBeShownThem() {
    assertThat(MissingTrial.problem(new Imputing(SUM), plan("keep"))).isEmpty();
  }

  @Test
  void whereMissingValuesAreRejectedNothingIsTried() {
    assertThat(MissingTrial.problem(SUM, plan("reject"))).isEmpty();
    assertThat(MissingTrial.problem(SUM, plan("auto"))).isEmpty();
  }
}
