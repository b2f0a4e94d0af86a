package io.assay.engine.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import io.assay.engine.ModelFiles;
import io.assay.engine.ModelOptions;
import io.assay.engine.ModelOptions.Device;
import io.assay.engine.ModelOptions.InputType;
import io.assay.golden.GoldenCase;
import io.assay.model.Masked;
import io.assay.model.MaskedInputs;
import io.assay.model.ModelSignature.Unit;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs composed where the model runs are those that Java composes, to the last bit. */
final class MaskedOnDeviceTest {
  /** Items of chance: each a row, a reference and words of present players. */
  private record Drawn(Tensor rows, Tensor references, int players, List<long[]> items)
      implements MaskedInputs {
    static Drawn of(Tensor rows, Tensor references, int players, int size) {
      SplittableRandom random = new SplittableRandom(players);
      List<long[]> items = new ArrayList<>();
      for (int item = 0; item < size; item++) {
        long[] drawn = random.longs(2 + (players + 63) / 64).toArray();
        drawn[0] = random.nextInt(rows.rows());
        drawn[1] = random.nextInt(references.rows());
        items.add(drawn);
      }
      return new Drawn(rows, references, players, items);
    }

    /** Positions take turns, by an odd step that meets every player. */
    @Override
    public int playerOf(int position) {
      return position * 7 % players;
    }

    @Override
    public int size() {
      return items.size();
    }

    @Override
    public int row(int item) {
      return (int) items.get(item)[0];
    }

    @Override
    public int reference(int item) {
      return (int) items.get(item)[1];
    }

    @Override
    public long present(int item, int word) {
      return items.get(item)[2 + word];
    }
  }

  private static TorchScriptModel open(Path file, Tensor rows, InputType type, int batchRows) {
    List<Integer> shape = Arrays.stream(rows.rowShape()).boxed().toList();
    ModelOptions options =
        new ModelOptions(shape, Unit.LOGIT, List.of(), Device.CPU, batchRows).withInputType(type);
    return ModelFiles.openTorchScript(file, options).as(TorchScriptModel.class).orElseThrow();
  }

  private static void assertSame(
      TorchScriptModel model, DataType type, Drawn inputs, Target target) {
    Tensor found = new TorchScriptMasked(model, type).scoreMasked(inputs, target);

    Tensor expected = model.score(inputs.compose(0, inputs.size()), target);
    assertThat(found.shape()).isEqualTo(expected.shape());
    assertThat(found.values()).containsExactly(expected.values());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 64, 512})
  void featuresAreComposedAsInJava(int batchRows) {
    GoldenCase golden = GoldenCase.mlpBc();
    try (TorchScriptModel model =
        open(golden.scripted(), golden.inputs(), InputType.FLOAT32, batchRows)) {
      Drawn all = Drawn.of(golden.inputs(), golden.background(), 30, 200);
      Drawn grouped = Drawn.of(golden.inputs(), golden.background().slice(0, 1), 4, 200);

      assertSame(model, DataType.FLOAT32, all, Target.outputs(1));
      assertSame(model, DataType.FLOAT32, grouped, Target.outputs(0, 1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 63, 64, 65, 128, 130})
  void pixelsAreComposedAsInJavaWithPlayersInOneWordOrMore(int players) {
    GoldenCase golden = GoldenCase.cnnDigits();
    Tensor pictures = golden.inputs();
    try (TorchScriptModel model = open(golden.traced(), pictures, InputType.FLOAT32, 32)) {
      Drawn inputs = Drawn.of(pictures, golden.background(), players, 100);

      assertSame(model, DataType.FLOAT32, inputs, Target.perRow(columns(100)));
    }
  }

  private static int[] columns(int size) {
    return IntStream.range(0, size).map(item -> item % 10).toArray();
  }

  @Test
  void idsAreComposedAsInJava() {
    GoldenCase golden = GoldenCase.textAttn();
    Tensor ids = golden.npy("ids").tensor();
    Tensor padding = golden.npy("reference_ids").tensor();
    try (TorchScriptModel model = open(golden.scripted(), ids, InputType.INT64, 16)) {
      assertSame(model, DataType.INT64, Drawn.of(ids, padding, 9, 100), Target.outputs(0, 1));
    }
  }

  @Test
  void onTheCpuTheLoopInJavaIsLeftInPlace() {
    GoldenCase golden = GoldenCase.mlpBc();
    try (TorchScriptModel model = open(golden.scripted(), golden.inputs(), InputType.FLOAT32, 64)) {
      assertThat(model.as(Masked.class)).isEmpty();
    }
  }
}
