package io.assay.engine.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.assay.engine.ModelOptions;
import io.assay.engine.ModelOptions.InputType;
import io.assay.engine.torchscript.TappedModule.Mode;
import io.assay.engine.torchscript.TappedModule.Passed;
import io.assay.engine.torchscript.archive.Archive;
import io.assay.model.LayerInfo;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The laws of taps, at every submodule of every model, as written by torch 1.13 and 2.7. */
final class TapsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "golden/cnn_digits/model_script.pt, FLOAT32, 1 8 8, 9",
    "golden/cnn_digits/model_trace.pt, FLOAT32, 1 8 8, 9",
    "golden/text_attn/model_script.pt, INT64, 9, 12",
    "golden/text_attn/model_trace.pt, INT64, 9, 12",
    "golden/mlp_bc/model_script.pt, FLOAT32, 30, 6",
    "golden/mlp_bc/model_trace.pt, FLOAT32, 30, 6",
    "engine/layers/layers_script.pt, FLOAT32, 6, 17",
    "engine/layers/layers_trace.pt, FLOAT32, 6, 12",
    "engine/saved_in_training.pt, FLOAT32, 4, 4"
  })
  void everyLayerKeepsTheLaws(String name, InputType type, String sizes, int layers)
      throws IOException {
    ModelOptions options = options(type, sizes);
    Path file = Resources.file(name);
    Path newer = folder.resolve("newer.pt");
    try (NativeModule plain = NativeModule.load(file, Device.cpu());
        OutputStream stream = Files.newOutputStream(newer)) {
      plain.save(stream);
    }

    List<LayerInfo> found = checked(file, options);

    assertThat(found).hasSize(layers);
    assertThat(checked(newer, options)).isEqualTo(found);
  }

  private static ModelOptions options(InputType type, String sizes) {
    Integer[] shape =
        Arrays.stream(sizes.split(" ", -1)).map(Integer::valueOf).toArray(Integer[]::new);
    return ModelOptions.ofShape(shape).withInputType(type);
  }

  /** Checks the laws at every layer and returns the layers. */
  private static List<LayerInfo> checked(Path file, ModelOptions options) {
    Rewriting rewriting = Rewriting.of(Archive.read(file), List.of(), List.of()).orElseThrow();
    try (NativeModule plain = NativeModule.load(file, Device.cpu());
        NativeModule module = rewriting.load(Device.cpu());
        NDManager scope = module.memory()) {
      TappedModule taps = new TappedModule(module);
      LayerMap map = new Probe(file, options).layers(taps, module, rewriting);
      NDArray input = input(scope, options);
      float[] outputs = plain.outputs(input).toFloatArray();
      assertThat(module.outputs(input).toFloatArray()).isEqualTo(outputs);
      assertThat(taps.untouched(input).toFloatArray()).isEqualTo(outputs);
      for (LayerInfo info : map.infos()) {
        check(taps, map.find(info.name()), input, outputs);
      }
      return map.infos();
    }
  }

  private static void check(TappedModule taps, Layer layer, NDArray input, float[] outputs) {
    NDArray nothing = TappedModule.nothing(input);
    String name = layer.info().name();
    Passed held = taps.run(input, layer, Mode.HOLD, nothing);
    Passed cut = taps.recorded(input, layer, Mode.CUT, nothing);
    Passed added = taps.recorded(input, layer, Mode.ADD, nothing);
    Passed put = taps.recorded(input, layer, Mode.PUT, held.first());
    float[] value = held.first().toFloatArray();

    for (Passed each : List.of(held, cut, added, put)) {
      assertThat(each.outputs().toFloatArray()).as(name).isEqualTo(outputs);
    }
    assertThat(cut.first().toFloatArray()).as(name).isEqualTo(value);
    assertThat(added.first().toFloatArray()).as(name).isEqualTo(value);
    float[] gradient = gradient(cut.outputs(), cut.first());
    float[] other = gradient(added.outputs(), added.held().get(1));
    for (int i = 0; i < gradient.length; i++) {
      assertThat(other[i]).as(name).isCloseTo(gradient[i], within(1e-6f));
    }
  }

  private static float[] gradient(PtNDArray outputs, PtNDArray leaf) {
    JniUtils.backward(outputs, (PtNDArray) outputs.onesLike(), false, false);
    return leaf.getGradient().toFloatArray();
  }

  private static NDArray input(NDManager scope, ModelOptions options) {
    long[] shape = new long[options.inputShape().size() + 1];
    shape[0] = 5;
    for (int axis = 1; axis < shape.length; axis++) {
      shape[axis] = options.inputShape().get(axis - 1);
    }
    long size = new Shape(shape).size();
    boolean isIds = options.inputType() == InputType.INT64;
    float[] values = new float[(int) size];
    for (int i = 0; i < values.length; i++) {
      values[i] = isIds ? i % 13 : (float) Math.sin(i);
    }
    return scope
        .create(values, new Shape(shape))
        .toType(isIds ? DataType.INT64 : DataType.FLOAT32, false);
  }
}
