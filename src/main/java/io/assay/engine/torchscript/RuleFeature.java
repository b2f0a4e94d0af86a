package io.assay.engine.torchscript;

import ai.djl.ndarray.types.DataType;
import io.assay.engine.torchscript.code.ClassCode;
import io.assay.engine.torchscript.code.Program;
import io.assay.engine.torchscript.rules.RuleFamilies;
import io.assay.engine.torchscript.tap.TapWriter;
import io.assay.model.BlackBox;
import io.assay.model.Differentiable;
import java.util.Optional;

/**
 * Backward rules.
 *
 * @param type that the model takes
 */
record RuleFeature(DataType type) implements Feature {
  /** The method of the root module that gives multipliers at a layer. */
  static final String LAYER_METHOD = "assay_rescale_layer";

  @Override
  public void write(Program program, ClassCode root, TapWriter taps) {
    RuleFamilies.addRules(program, root);
    String tapped = taps.add(root, RuleFamilies.RESCALED_FORWARD);
    RuleFamilies.addLayerRules(program, root, tapped);
  }

  @Override
  public Optional<BlackBox> view(TorchScriptModel model, TorchScriptLayers layers) {
    boolean hasGradients = type != DataType.FLOAT32 || model.as(Differentiable.class).isPresent();
    return hasGradients
        ? Optional.of(new TorchScriptRules(layers, model.session(), type))
        : Optional.empty();
  }
}
