package io.assay.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.golden.GoldenCase;
import io.assay.model.Differentiable;
import io.assay.model.ModelSignature;
import io.assay.model.Points;
import io.assay.model.ScoredGradient;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How rows are cut into batches shows nowhere in the results. */
final class TorchScriptBatchTest {
  private static final double ROUNDING = 1e-6; // of the greatest value: sums in another order
  private static final GoldenCase GOLDEN = GoldenCase.mlpBc();

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 47, 48, 49})
  void batchesOfAnySizeGiveTheSameNumbers(int batchRows) {
    Tensor inputs = GOLDEN.inputs();
    try (Differentiable whole = Models.open(GOLDEN.scripted(), Models.batchesOf(512, 30));
        Differentiable cut = Models.open(GOLDEN.scripted(), Models.batchesOf(batchRows, 30))) {
      ScoredGradient expected = whole.gradient(inputs, GOLDEN.target());
      ScoredGradient found = cut.gradient(inputs, GOLDEN.target());

      assertClose(found.scores(), expected.scores());
      assertClose(found.gradients(), expected.gradients());
      assertClose(cut.outputs(inputs), whole.outputs(inputs));
    }
  }

  @Test
  void anEmptyBatchGivesEmptyResults() {
    try (Differentiable model = Models.open(GOLDEN.scripted(), ModelOptions.ofShape(30))) {
      Tensor none = Tensor.zeros(0, 30);

      assertThat(model.outputs(none).shape()).containsExactly(0, 2);
      assertThat(model.gradient(none, Target.outputs(0, 1)).gradients().shape())
          .containsExactly(0, 2, 30);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 13, 64, 1000})
  void weightedSumsAreThePlainOnes(int batchRows) {
    Points points = new Scattered(11, 151, 30);
    Target perRow = Target.perRow(new int[] {0, 1, 1, 0, 1, 0, 0, 0, 1, 1, 0});
    Target slots = Target.outputs(1, 0);

    try (Differentiable model = Models.open(GOLDEN.scripted(), Models.batchesOf(batchRows, 30))) {
      Differentiable plain = new PlainSums(model);

      assertClose(model.gradientSum(points, perRow), plain.gradientSum(points, perRow));
      assertClose(model.gradientSum(points, slots), plain.gradientSum(points, slots));
    }
  }

  @Test
  void aRowWithoutPointsSumsToZero() {
    try (Differentiable model = Models.open(GOLDEN.scripted(), ModelOptions.ofShape(30))) {
      Tensor sums = model.gradientSum(new Scattered(3, 0, 30), Target.outputs(0));

      assertThat(sums).isEqualTo(Tensor.zeros(3, 1, 30));
    }
  }

  private static void assertClose(Tensor found, Tensor expected) {
    double greatest = 0;
    for (float value : expected.values()) {
      greatest = Math.max(greatest, Math.abs(value));
    }
    assertThat(found.shape()).isEqualTo(expected.shape());
    assertThat(Models.doubles(found))
        .containsExactly(Models.doubles(expected), within(ROUNDING * greatest));
  }

  /** Random points with random weights, of rows in no order. */
  private record Scattered(int rows, int size, int length) implements Points {
    @Override
    public int[] rowShape() {
      return new int[] {length};
    }

    @Override
    public int row(int point) {
      return (point * 7) % rows;
    }

    @Override
    public double weight(int point) {
      return new SplittableRandom(point).nextDouble(-1, 1);
    }

    @Override
    public void write(int point, float[] into, int offset) {
      SplittableRandom random = new SplittableRandom(point);
      for (int i = 0; i < length; i++) {
        into[offset + i] = (float) random.nextGaussian();
      }
    }
  }

  /** A model whose weighted sums are the plain default. */
  private record PlainSums(Differentiable model) implements Differentiable {
    @Override
    public ModelSignature signature() {
      return model.signature();
    }

    @Override
    public Tensor outputs(Tensor input) {
      return model.outputs(input);
    }

    @Override
    public ScoredGradient gradient(Tensor input, Target target) {
      return model.gradient(input, target);
    }

    @Override
    public void close() {
      model.close();
    }
  }
}
