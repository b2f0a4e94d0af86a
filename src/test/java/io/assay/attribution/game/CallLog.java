package io.assay.attribution.game;

import io.assay.model.BlackBox;
import io.assay.model.ModelSignature;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** A model that writes down how many rows each call had. */
final class CallLog implements BlackBox {
  private final BlackBox model;
  private final List<Integer> sizes = new ArrayList<>();

  CallLog(BlackBox model) {
    this.model = model;
  }

  /** Returns the rows of every call of {@link #score}, in order. */
  List<Integer> sizes() {
    return sizes;
  }

  @Override
  public ModelSignature signature() {
    return model.signature();
  }

  @Override
  public Tensor outputs(Tensor input) {
    return model.outputs(input);
  }

  @Override
  public Tensor score(Tensor input, Target target) {
    sizes.add(input.rows());
    return model.score(input, target);
  }

  @Override
  public void close() {}
}
