package io.assay.fakes;

import io.assay.model.BlackBox;
import io.assay.model.ModelSignature;
import io.assay.tensor.Tensor;
import java.util.List;

/**
 * A black box of four features: 1 where the first three are all above one half, else 0. From a
 * baseline of zeros a row of ones has the Shapley values 1/3, 1/3, 1/3, 0. Kernels with wrong
 * weights give the dummy a share.
 */
public final class ThreeWayAnd implements BlackBox {
  private static final int FEATURES = 4;

  @Override
  public ModelSignature signature() {
    return new ModelSignature(List.of(FEATURES), List.of("all"), ModelSignature.Unit.RAW);
  }

  @Override
  public Tensor outputs(Tensor input) {
    float[] outputs = new float[input.rows()];
    for (int row = 0; row < outputs.length; row++) {
      boolean all = input.at(row, 0) > 0.5 && input.at(row, 1) > 0.5 && input.at(row, 2) > 0.5;
      outputs[row] = all ? 1 : 0;
    }
    return Tensor.of(outputs, outputs.length, 1);
  }

  @Override
  public void close() {}
}
