package io.assay.engine.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import io.assay.engine.ModelFiles;
import io.assay.engine.ModelOptions;
import io.assay.engine.torchscript.archive.Archive;
import io.assay.golden.GoldenCase;
import io.assay.model.BackwardRule;
import io.assay.model.Batched;
import io.assay.model.BlackBox;
import io.assay.model.Differentiable;
import io.assay.model.Layered;
import io.assay.model.LinePoints;
import io.assay.model.NoisePoints;
import io.assay.model.Points;
import io.assay.model.RuleBased;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A call that finds no memory is made again for fewer rows; nothing is lost or counted twice. */
final class LackingMemoryTest {
  private static final double ROUNDING = 1e-6; // of the greatest value: sums in another order
  private static final int MOST_ROWS = 8;
  private static final GoldenCase GOLDEN = GoldenCase.mlpBc();
  private static final Tensor ROWS = GOLDEN.inputs().slice(0, 21);
  private static final Target BOTH = Target.outputs(1, 0);

  @TempDir private Path folder;

  /** What a model is asked; all of it goes through many rows. */
  private enum Question {
    OUTPUTS {
      @Override
      Tensor of(BlackBox model) {
        return model.outputs(ROWS);
      }
    },
    GRADIENT {
      @Override
      Tensor of(BlackBox model) {
        return gradients(model).gradient(ROWS, BOTH).gradients();
      }
    },
    SUM_OF_GRADIENTS {
      @Override
      Tensor of(BlackBox model) {
        return gradients(model).gradientSum(LINES, BOTH);
      }
    },
    SUM_IN_ONE_CALL {
      @Override
      Tensor of(BlackBox model) {
        return ((TorchScriptSums) gradients(model)).alongLines(LINES, BOTH);
      }
    },
    NOISE {
      @Override
      Tensor of(BlackBox model) {
        Tensor offsets = Tensor.of(new float[21 * 4 * 30], 21, 4, 30);
        return gradients(model).noiseMoments(new NoisePoints(ROWS, offsets), BOTH).meanSquare();
      }
    },
    BACKWARD_RULE {
      @Override
      Tensor of(BlackBox model) {
        RuleBased rules = model.as(RuleBased.class).orElseThrow();
        return rules.gradient(ROWS, BOTH, new BackwardRule.Guided()).gradients();
      }
    },
    RESCALE_RULE {
      @Override
      Tensor of(BlackBox model) {
        RuleBased rules = model.as(RuleBased.class).orElseThrow();
        return rules.multipliers(ROWS, GOLDEN.background().slice(0, 21), BOTH).multipliers();
      }
    },
    LAYER {
      @Override
      Tensor of(BlackBox model) {
        return model.as(Layered.class).orElseThrow().layerGradient("net.2", ROWS, BOTH).gradients();
      }
    },
    BELOW_A_LAYER {
      @Override
      Tensor of(BlackBox model) {
        return model.as(Layered.class).orElseThrow().activation("net.2", ROWS);
      }
    };

    private static final LinePoints LINES =
        new LinePoints(
            ROWS,
            GOLDEN.baselineZero(),
            List.of(0.1, 0.35, 0.5, 0.8, 0.95),
            List.of(0.2, 0.2, 0.3, 0.2, 0.1));

    abstract Tensor of(BlackBox model);

    private static Differentiable gradients(BlackBox model) {
      return model.as(Differentiable.class).orElseThrow();
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyQuestionIsAnsweredInSmallerCalls(Question question) {
    Tensor expected;
    try (BlackBox roomy = open(GOLDEN.scripted())) {
      expected = question.of(roomy);
    }

    try (BlackBox tight = open(withoutMemory())) {
      Tensor found = question.of(tight);

      assertClose(found, expected);
      assertThat(tight.as(Batched.class).orElseThrow().callRows())
          .isBetween(MOST_ROWS / 4, MOST_ROWS);
    }
  }

  @Test
  void theSmallerSizeIsKeptAndOthersAreNotTouched() {
    try (BlackBox model = open(withoutMemory())) {
      Batched batched = model.as(Batched.class).orElseThrow();
      Batched other = batched.withCallRows(64).as(Batched.class).orElseThrow();

      model.outputs(ROWS);

      assertThat(batched.callRows()).isEqualTo(MOST_ROWS);
      assertThat(other.callRows()).isEqualTo(64);
      assertClose(other.outputs(ROWS), model.outputs(ROWS));
    }
  }

  @Test
  void aModelOfAnotherSizeLivesAsLongAsTheFirst() {
    try (BlackBox model = open(GOLDEN.scripted())) {
      Tensor expected = model.outputs(ROWS);
      BlackBox other = model.as(Batched.class).orElseThrow().withCallRows(5);

      other.close();

      assertClose(other.as(Differentiable.class).orElseThrow().outputs(ROWS), expected);
      assertThat(model.outputs(ROWS)).isEqualTo(expected);
    }
  }

  @Test
  void sumsTakeBackWhatABatchAddedToThem() {
    try (NativeModule module = NativeModule.load(GOLDEN.scripted(), Device.cpu());
        Workspace workspace = new Workspace(module, 6, new int[] {30}, 2, DataType.FLOAT32)) {
      WeightedSums sums = new WeightedSums(new Backwards(9), 2, 30, 6);
      FloatBuffer ones = FloatBuffer.wrap(filled(1));
      sums.turnTo(0, 6, workspace);
      sums.add(ones, 6, 0);
      sums.add(ones, 6, 1);
      double[] before = sums.values().clone();

      sums.turnTo(3, 6, workspace);
      sums.add(FloatBuffer.wrap(filled(0.3f)), 6, 0);
      sums.takeBack();

      assertThat(sums.values()).containsExactly(before);
    }
  }

  private static float[] filled(float value) {
    float[] values = new float[6 * 30];
    java.util.Arrays.fill(values, value);
    return values;
  }

  /** Nine points of nine rows, the last row first. */
  private record Backwards(int rows) implements Points {
    @Override
    public int[] rowShape() {
      return new int[] {30};
    }

    @Override
    public int size() {
      return rows;
    }

    @Override
    public int row(int point) {
      return rows - 1 - point;
    }

    @Override
    public double weight(int point) {
      return 0.1 * point;
    }

    @Override
    public void write(int point, float[] into, int offset) {
      into[offset] = point;
    }
  }

  /** Returns a model that says what CUDA says, where it is handed more rows than eight. */
  private Path withoutMemory() {
    Archive archive = Archive.read(GOLDEN.scripted());
    Map<String, String> changed = new HashMap<>();
    archive
        .code()
        .forEach(
            (name, text) -> {
              if (text.contains("class MLP(")) {
                changed.put(name, greedy(text));
              }
            });
    Path file = folder.resolve("greedy.pt");
    archive.writeWith(changed, file);
    return file;
  }

  private static String greedy(String text) {
    String head = "x: Tensor) -> Tensor:\n";
    String lack =
        """
            if torch.gt(torch.size(x, 0), %d):
              ops.prim.RaiseException("CUDA out of memory. Tried to allocate 2.00 GiB")
            else:
              pass
        """;
    return text.replace(head, head + lack.formatted(MOST_ROWS));
  }

  private static BlackBox open(Path file) {
    return ModelFiles.openTorchScript(file, ModelOptions.ofShape(30).withBatchRows(64));
  }

  private static void assertClose(Tensor found, Tensor expected) {
    List<Double> values = doubles(found);
    List<Double> wanted = doubles(expected);
    double greatest = Math.max(Collections.max(wanted), -Collections.min(wanted));
    assertThat(found.shape()).isEqualTo(expected.shape());
    for (int i = 0; i < values.size(); i++) {
      assertThat(values.get(i)).isCloseTo(wanted.get(i), within(ROUNDING * greatest));
    }
  }

  private static List<Double> doubles(Tensor tensor) {
    List<Double> values = new ArrayList<>();
    for (float value : tensor.values()) {
      values.add((double) value);
    }
    return values;
  }
}
