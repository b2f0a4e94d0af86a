package io.assay.fakes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.model.Differentiable;
import io.assay.model.ScoredGradient;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FakesTest {
  static Stream<Differentiable> models() {
    return Stream.of(Polynomial.mixed(), Polynomial.wide(5), SmallRelu.of(5, 8, 3));
  }

  @ParameterizedTest
  @MethodSource("models")
  void gradientsAgreeWithFiniteDifferences(Differentiable model) {
    Tensor input = Requests.rows(4, 5, 1);
    Target target = Target.outputs(0, 1);
    float step = 1f / 1024;

    ScoredGradient scored = model.gradient(input, target);

    assertThat(scored.scores()).isEqualTo(model.score(input, target));
    for (int feature = 0; feature < 5; feature++) {
      Tensor up = model.score(moved(input, feature, step), target);
      Tensor down = model.score(moved(input, feature, -step), target);
      for (int scalar = 0; scalar < 8; scalar++) {
        float slope = (up.at(scalar) - down.at(scalar)) / (2 * step);
        assertThat(scored.gradients().at(scalar * 5 + feature)).isCloseTo(slope, within(2e-3f));
      }
    }
  }

  @Test
  void polynomialsAreWhatTheySay() {
    // 2abc + d^2 - 3a + 1 and abcd - b - c at (1, 2, 3, 4, 5)
    Tensor outputs = Polynomial.mixed().outputs(Requests.row(1, 2, 3, 4, 5));

    assertThat(outputs.values()).containsExactly(26, 19);
  }

  @Test
  void theAndNeedsItsFirstThree() {
    Tensor rows = Tensor.of(new float[] {1, 1, 1, 0, 1, 0, 1, 1}, 2, 4);

    assertThat(new ThreeWayAnd().outputs(rows).values()).containsExactly(1, 0);
  }

  @Test
  void everyRowIsCounted() {
    CountingModel model = CountingModel.around(Polynomial.mixed());

    model.score(Requests.rows(3, 5, 1), Target.outputs(0));
    model.outputs(Requests.rows(4, 5, 1));
    model.gradient(Requests.rows(5, 5, 1), Target.outputs(0, 1));

    assertThat(model.forwardRows()).isEqualTo(7);
    assertThat(model.gradientRows()).isEqualTo(5);
  }

  private static Tensor moved(Tensor input, int feature, float by) {
    float[] values = input.values().clone();
    for (int at = feature; at < values.length; at += input.rowLength()) {
      values[at] += by;
    }
    return Tensor.of(values, input.shape());
  }
}
