package io.assay.engine.torchscript;

import ai.djl.ndarray.types.DataType;
import io.assay.engine.torchscript.code.ClassCode;
import io.assay.engine.torchscript.code.Program;
import io.assay.engine.torchscript.rules.RuleFamilies;
import io.assay.engine.torchscript.tap.TapWriter;
import io.assay.model.BlackBox;
import java.util.Optional;

/**
 * Masked inputs composed on the device. The ability is granted on a GPU, where each input would
 * otherwise travel; on a CPU the loop in Java that packs inputs is as fast or faster.
 *
 * @param type that the model takes
 */
record MaskedFeature(DataType type) implements Feature {
  @Override
  public void write(Program program, ClassCode root, TapWriter taps) {
    RuleFamilies.addMasked(program, root);
  }

  @Override
  public Optional<BlackBox> view(TorchScriptModel model, TorchScriptLayers layers) {
    return model.session().isOnGpu()
        ? Optional.of(new TorchScriptMasked(model, type))
        : Optional.empty();
  }
}
