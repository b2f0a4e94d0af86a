package io.assay.fakes;

import io.assay.model.BlackBox;
import io.assay.model.ModelSignature;
import io.assay.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A model of one output that is a function of a row. */
public final class Formula implements BlackBox {
  private final int features;
  private final ToDoubleFunction<float[]> score;

  /** A model of rows of so many features. */
  public Formula(int features, ToDoubleFunction<float[]> score) {
    this.features = features;
    this.score = score;
  }

  @Override
  public ModelSignature signature() {
    return new ModelSignature(List.of(features), List.of("f"), ModelSignature.Unit.RAW);
  }

  @Override
  public Tensor outputs(Tensor input) {
    double[] outputs = new double[input.rows()];
    for (int row = 0; row < outputs.length; row++) {
      int from = row * features;
      outputs[row] = score.applyAsDouble(Arrays.copyOfRange(input.values(), from, from + features));
    }
    return Tensor.of(outputs, outputs.length, 1);
  }

  @Override
  public void close() {}
}
