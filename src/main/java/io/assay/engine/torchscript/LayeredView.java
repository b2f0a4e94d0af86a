package io.assay.engine.torchscript;

import io.assay.model.BlackBox;
import io.assay.model.Differentiable;
import io.assay.model.LayerGradient;
import io.assay.model.LayerInfo;
import io.assay.model.Layered;
import io.assay.model.ModelSignature;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/** A further view of a model whose layers can be reached. */
interface LayeredView extends Layered {
  /** Returns the view that reaches them. */
  TorchScriptLayers inside();

  @Override
  default ModelSignature signature() {
    return inside().signature();
  }

  @Override
  default Tensor outputs(Tensor input) {
    return inside().outputs(input);
  }

  @Override
  default Tensor score(Tensor input, Target target) {
    return inside().score(input, target);
  }

  @Override
  default <M extends BlackBox> Optional<M> as(Class<M> ability) {
    return inside().as(ability);
  }

  @Override
  default List<LayerInfo> layers() {
    return inside().layers();
  }

  @Override
  default LayerInfo layer(String selector) {
    return inside().layer(selector);
  }

  @Override
  default Tensor activation(String layer, Tensor input) {
    return inside().activation(layer, input);
  }

  @Override
  default LayerGradient layerGradient(String layer, Tensor input, Target target) {
    return inside().layerGradient(layer, input, target);
  }

  @Override
  default Differentiable above(String layer, Tensor input) {
    return inside().above(layer, input);
  }

  @Override
  default Differentiable below(String layer) {
    return inside().below(layer);
  }

  @Override
  default void close() {
    inside().close();
  }
}
