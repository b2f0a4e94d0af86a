package io.assay.attribution.layer;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.ModelCalls;
import io.assay.model.LayerGradient;
import io.assay.model.LayerInfo;
import io.assay.model.Layered;
import io.assay.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * Draws a map of each scalar from what a layer holds and the gradient there.
 *
 * @param choice of the layer
 * @param options of the map
 */
record CamRun(LayerChoice choice, CamOptions options) {
  /** Makes a map of the channels of a layer. */
  interface Rule {
    /** Returns the map, row-major. */
    double[] map(Channels held, Channels gradients);
  }

  static CamRun of(String key, CamOptions options) {
    return new CamRun(new LayerChoice(key, options.layer()), options);
  }

  /** Draws the maps; one gradient call a row. */
  Attributions attribute(Layered model, AttributionRequest request, Rule rule) {
    LayerInfo layer = choice.ofMaps(model);
    LayerGradient at = model.layerGradient(layer.name(), request.batch().input(), request.target());
    int slots = request.target().slots();
    Tensor values =
        heatMaps(model, layer)
            .values(
                request,
                scalar ->
                    rule.map(
                        Channels.of(at.activations(), scalar / slots),
                        Channels.of(at.gradients(), scalar)));
    return result(request, values, at.scores(), ModelCalls.same(values.rows(), 0, 1, 0));
  }

  /** Returns how maps of a layer come to the groups of the input. */
  HeatMaps heatMaps(Layered model, LayerInfo layer) {
    return new HeatMaps(
        options,
        Picture.ofLayer(layer.shape()),
        Picture.ofInput(choice.key(), model.signature().inputShape()));
  }

  /** Packs a result without a baseline. */
  static Attributions result(
      AttributionRequest request, Tensor values, Tensor scores, ModelCalls calls) {
    return new Attributions(
        request.batch().rowIds(),
        values,
        scores,
        Tensor.zeros(scores.shape()),
        Optional.empty(),
        List.of(),
        calls);
  }
}
