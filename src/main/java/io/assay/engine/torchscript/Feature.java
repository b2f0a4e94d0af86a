package io.assay.engine.torchscript;

import io.assay.engine.torchscript.code.ClassCode;
import io.assay.engine.torchscript.code.Program;
import io.assay.engine.torchscript.tap.TapWriter;
import io.assay.model.BlackBox;
import java.util.Optional;

/** An ability that code added to an archive brings. */
interface Feature {
  /**
   * Adds its code.
   *
   * @param program the archive's code; what begins with {@code assay_} is the features'
   * @param root the type of the whole model, whose {@code forward} takes and gives one tensor
   * @param taps writes tapped versions of methods that the feature adds, too
   * @throws io.assay.AssayException MODEL_ABILITY if the archive's code does not allow it
   */
  void write(Program program, ClassCode root, TapWriter taps);

  /**
   * Returns the view that the code brings.
   *
   * @param model that was loaded with it
   * @param layers of the model
   */
  Optional<BlackBox> view(TorchScriptModel model, TorchScriptLayers layers);
}
