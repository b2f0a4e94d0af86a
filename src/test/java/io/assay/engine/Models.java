package io.assay.engine;

import io.assay.engine.ModelOptions.Device;
import io.assay.model.BlackBox;
import io.assay.model.Differentiable;
import io.assay.model.ModelSignature.Unit;
import io.assay.tensor.Tensor;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

/** The model files of these tests. src/test/scripts/make_engine_models.py made most of them. */
final class Models {
  private Models() {}

  static Path file(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(Models.class.getResource("/engine/" + name), name).toURI());
    } catch (URISyntaxException broken) {
      throw new IllegalArgumentException(broken);
    }
  }

  static Differentiable open(String name, Integer... inputShape) {
    return open(file(name), ModelOptions.ofShape(inputShape));
  }

  static Differentiable open(Path file, ModelOptions options) {
    BlackBox model = ModelFiles.openTorchScript(file, options);
    return model.as(Differentiable.class).orElseThrow();
  }

  static ModelOptions batchesOf(int rows, Integer... inputShape) {
    return new ModelOptions(List.of(inputShape), Unit.LOGIT, List.of(), Device.CPU, rows);
  }

  static ModelOptions named(List<String> outputs, Integer... inputShape) {
    return new ModelOptions(List.of(inputShape), Unit.LOGIT, outputs, Device.CPU, 512);
  }

  /** Returns standard normal numbers. */
  static Tensor normal(RandomGenerator random, int rows, int features) {
    float[] values = new float[rows * features];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(values, rows, features);
  }

  static double[] doubles(Tensor tensor) {
    double[] wide = new double[tensor.values().length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = tensor.at(i);
    }
    return wide;
  }
}
