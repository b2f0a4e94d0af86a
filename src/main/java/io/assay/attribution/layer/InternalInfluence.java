package io.assay.attribution.layer;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.MethodInfo;
import io.assay.attribution.MethodInfo.Completeness;
import io.assay.attribution.MethodInfo.Scale;
import io.assay.attribution.Quadrature;
import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.model.LayerGradient;
import io.assay.model.LayerInfo;
import io.assay.model.Layered;
import io.assay.tensor.Tensor;
import java.util.List;

/**
 * The gradient of the score at a layer, averaged over the rows on the straight line from the
 * baseline to the row: how much each value of the layer moves the score there.
 *
 * <pre>
 * I_j(x) = integral over a from 0 to 1 of dF / dy_j at b + a (x - b)
 * </pre>
 *
 * Source: Leino, Sen, Datta, Fredrikson and Li (2018), Influence-Directed Explanations for Deep
 * Convolutional Networks, arXiv 1802.03788, definition 1 with the uniform distribution of interest
 * on the line, as Captum has it. Over a background we take the weighted mean over all its rows.
 * Values go to the columns that {@code columns} names, as sums.
 *
 * <p>Cost of a row: one forward pass, and {@code steps} gradients for each reference, back to the
 * layer only; each reference takes one forward pass a batch. Memory: one gradient of the layer a
 * slot.
 *
 * <p>Guarantees: deterministic; a value that is not read gets zero. Values are in score units a
 * unit of the layer and do not add up to the score; a row equal to its baseline gets the plain
 * gradient.
 */
public final class InternalInfluence implements AttributionMethod<Layered> {
  /** What the method is. */
  public static final MethodInfo<Layered> INFO =
      new MethodInfo<>(
          "internal-influence",
          "Internal Influence",
          "The gradient at a layer, averaged along the line from the baseline to the row.",
          Layered.class,
          Scale.SCORE_PER_FEATURE,
          Completeness.NONE,
          true,
          false,
          "1 forward + steps gradients a reference",
          "Leino, Sen, Datta, Fredrikson, Li (2018), Influence-Directed Explanations for Deep"
              + " Convolutional Networks, arXiv 1802.03788");

  private final LayerFold fold;
  private final Quadrature quadrature;

  /** Creates the method. */
  public InternalInfluence(LayerOptions.Path options) {
    this.fold = LayerFold.of(INFO.key(), options.layer(), options.columns());
    this.quadrature = Quadrature.of(options.rule(), options.steps());
  }

  @Override
  public MethodInfo<Layered> info() {
    return INFO;
  }

  @Override
  public CallsPerRow callsPerRow(int groups, int references) {
    return new CallsPerRow(1, (long) references * quadrature.size());
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
    InputPath path = InputPath.of(INFO.key(), model, request);
    LayerInfo layer = fold.choice().ofAny(model);
    Baseline baseline = request.baseline();
    LayerSums means = new LayerSums(request, layer);
    for (int reference = 0; reference < baseline.size(); reference++) {
      for (int node = 0; node < quadrature.size(); node++) {
        Tensor points = path.points(reference, quadrature.nodes().get(node));
        LayerGradient at = model.layerGradient(layer.name(), points, request.target());
        means.add(baseline.weight(reference) * quadrature.weights().get(node), at.gradients());
      }
    }
    return path.result(
        model, fold.values(model, layer, request, means.values()), callsPerRow(1, baseline.size()));
  }
}
