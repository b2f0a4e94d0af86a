package io.assay.engine.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.engine.ModelFiles;
import io.assay.engine.ModelOptions;
import io.assay.engine.ModelOptions.Device;
import io.assay.golden.GoldenCase;
import io.assay.model.Differentiable;
import io.assay.model.LinePoints;
import io.assay.model.ModelSignature;
import io.assay.model.ModelSignature.Unit;
import io.assay.model.NoiseMoments;
import io.assay.model.NoisePoints;
import io.assay.model.ScoredGradient;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums in one native call agree with the plain ones in Java. */
final class OneCallSumsTest {
  private static final double SHARE = 1e-5; // of the largest value

  /** Nothing but the gradients of a model: the sums are those of the model room. */
  private record Plain(Differentiable model) implements Differentiable {
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

  private static Differentiable open(GoldenCase golden, int batchRows) {
    List<Integer> shape = Arrays.stream(golden.inputs().rowShape()).boxed().toList();
    ModelOptions options = new ModelOptions(shape, Unit.LOGIT, List.of(), Device.CPU, batchRows);
    return ModelFiles.openTorchScript(golden.traced(), options)
        .as(Differentiable.class)
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 7, 64, 512})
  void sumsAlongLinesAgree(int batchRows) {
    GoldenCase golden = GoldenCase.mlpBc10();
    LinePoints lines =
        new LinePoints(
            golden.inputs().slice(0, 9),
            golden.background().slice(0, 1),
            List.of(0.1, 0.35, 0.5, 0.8, 0.95),
            List.of(0.2, 0.2, 0.3, 0.2, 0.1));
    Target target = Target.outputs(1, 0);
    try (Differentiable model = open(golden, batchRows)) {
      Tensor found = ((TorchScriptSums) model).alongLines(lines, target);

      assertClose(found, new Plain(model).gradientSum(lines, target));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 64, 512})
  void momentsUnderNoiseAgree(int batchRows) {
    GoldenCase golden = new GoldenCase("cnn_digits");
    Tensor centres = golden.inputs().slice(0, 5);
    SplittableRandom random = new SplittableRandom(1);
    float[] offsets = new float[5 * 6 * centres.rowLength()];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = (float) (0.2 * random.nextGaussian());
    }
    NoisePoints points = new NoisePoints(centres, Tensor.of(offsets, 5, 6, 1, 8, 8));
    Target target = Target.outputs(3, 8);
    try (Differentiable model = open(golden, batchRows)) {
      NoiseMoments found = model.noiseMoments(points, target);

      NoiseMoments expected = new Plain(model).noiseMoments(points, target);
      assertThat(found.mean().shape()).containsExactly(5, 2, 1, 8, 8);
      assertClose(found.mean(), expected.mean());
      assertClose(found.meanSquare(), expected.meanSquare());
      assertClose(found.square(), expected.square());
      assertClose(found.squareSquare(), expected.squareSquare());
      assertClose(found.product(), expected.product());
    }
  }

  private static void assertClose(Tensor found, Tensor expected) {
    assertThat(found.shape()).isEqualTo(expected.shape());
    double largest = 0;
    double most = 0;
    for (int i = 0; i < found.values().length; i++) {
      largest = Math.max(largest, Math.abs(expected.at(i)));
      most = Math.max(most, Math.abs(found.at(i) - expected.at(i)));
    }
    assertThat(most).isLessThan(SHARE * largest);
  }
}
