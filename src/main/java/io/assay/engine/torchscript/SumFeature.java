package io.assay.engine.torchscript;

import ai.djl.ndarray.types.DataType;
import io.assay.engine.torchscript.code.ClassCode;
import io.assay.engine.torchscript.code.Program;
import io.assay.engine.torchscript.rules.RuleFamilies;
import io.assay.engine.torchscript.tap.TapWriter;
import io.assay.model.BlackBox;
import java.util.Optional;

/**
 * Sums of gradients in one native call, of models that have gradients.
 *
 * @param type that the model takes
 */
record SumFeature(DataType type) implements Feature {
  @Override
  public void write(Program program, ClassCode root, TapWriter taps) {
    RuleFamilies.addSums(program, root);
  }

  @Override
  public Optional<BlackBox> view(TorchScriptModel model, TorchScriptLayers layers) {
    return model
        .as(TorchScriptGradients.class)
        .map(plain -> new TorchScriptSums(plain, model.session(), model));
  }
}
