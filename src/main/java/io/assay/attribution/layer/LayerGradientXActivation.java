package io.assay.attribution.layer;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.MethodInfo;
import io.assay.attribution.MethodInfo.Completeness;
import io.assay.attribution.MethodInfo.Scale;
import io.assay.attribution.ModelCalls;
import io.assay.baseline.FeatureGroups;
import io.assay.model.LayerGradient;
import io.assay.model.LayerInfo;
import io.assay.model.Layered;
import io.assay.tensor.Tensor;
import java.util.List;

/**
 * What a layer holds times the gradient of the score there: {@code input-x-gradient} at a layer.
 *
 * <pre>
 * M_j = y_j * dF / dy_j
 * </pre>
 *
 * Source: Shrikumar, Greenside, Shcherbina and Kundaje (2016), Not Just a Black Box, arXiv
 * 1605.01713, at a layer as Captum has it. Values go to the columns that {@code columns} names:
 * sums, no means; a map is spread evenly over the pixels that each of its cells covers.
 *
 * <p>Cost of a row: one gradient call, back to the layer only; memory for the layer and one
 * gradient of it a slot.
 *
 * <p>Guarantees: deterministic; a value that is not read, or is zero, gets zero. Values add up to
 * the score where all that is above the layer is linear without intercept, or a ReLU network
 * without biases, and nowhere else.
 */
public final class LayerGradientXActivation implements AttributionMethod<Layered> {
  /** What the method is. */
  public static final MethodInfo<Layered> INFO =
      new MethodInfo<>(
          "layer-gradient-x-activation",
          "Layer Gradient × Activation",
          "What a layer holds times the gradient of the score there.",
          Layered.class,
          Scale.SCORE,
          Completeness.NONE,
          false,
          false,
          "1 gradient",
          "Shrikumar, Greenside, Shcherbina, Kundaje (2016), Not Just a Black Box,"
              + " arXiv 1605.01713");

  private final LayerFold fold;

  /** Creates the method. */
  public LayerGradientXActivation(LayerOptions options) {
    this.fold = LayerFold.of(INFO.key(), options);
  }

  @Override
  public MethodInfo<Layered> info() {
    return INFO;
  }

  @Override
  public CallsPerRow callsPerRow(int groups, int references) {
    return new CallsPerRow(0, 1);
  }

  @Override
  public List<String> layers() {
    return fold.choice().named();
  }

  @Override
  public List<String> columns(FeatureGroups groups, List<LayerInfo> layers) {
    return fold.names(groups, layers);
  }

  @Override
  public Attributions attribute(Layered model, AttributionRequest request) {
    LayerInfo layer = fold.choice().ofAny(model);
    LayerGradient at = model.layerGradient(layer.name(), request.batch().input(), request.target());
    LayerSums products = new LayerSums(request, layer);
    products.add(1, at.gradients(), at.activations(), Tensor.zeros(1, layer.length()));
    return CamRun.result(
        request,
        fold.values(model, layer, request, products.values()),
        at.scores(),
        ModelCalls.same(request.batch().rows(), 0, 1, 0));
  }
}
