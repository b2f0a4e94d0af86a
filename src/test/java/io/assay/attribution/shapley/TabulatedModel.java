package io.assay.attribution.shapley;

import io.assay.model.BlackBox;
import io.assay.model.ModelSignature;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Tabulated games as a model: a feature above one half says that its player is present, and each
 * instance of the game is an output.
 */
record TabulatedModel(TabulatedGame game) implements BlackBox {
  @Override
  public ModelSignature signature() {
    List<String> outputs = new ArrayList<>();
    for (int instance = 0; instance < game.instances(); instance++) {
      outputs.add("instance_" + instance);
    }
    return new ModelSignature(List.of(game.players()), outputs, ModelSignature.Unit.RAW);
  }

  @Override
  public Tensor outputs(Tensor input) {
    float[] outputs = new float[input.rows() * game.instances()];
    for (int row = 0; row < input.rows(); row++) {
      int coalition = 0;
      for (int player = 0; player < game.players(); player++) {
        coalition |= input.at(row, player) > 0.5 ? 1 << player : 0;
      }
      for (int instance = 0; instance < game.instances(); instance++) {
        outputs[row * game.instances() + instance] = (float) game.table(instance)[coalition];
      }
    }
    return Tensor.of(outputs, input.rows(), game.instances());
  }

  @Override
  public void close() {}
}
