package io.assay.attribution.layer;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.MethodInfo;
import io.assay.attribution.MethodInfo.Completeness;
import io.assay.attribution.MethodInfo.Scale;
import io.assay.attribution.ModelCalls;
import io.assay.attribution.Quadrature;
import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.model.Differentiable;
import io.assay.model.LayerInfo;
import io.assay.model.Layered;
import io.assay.model.LinePoints;
import io.assay.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * Integrated gradients of the model from a layer on: the gradient averaged along the straight line
 * from what the layer holds at the baseline to what it holds at the row, times the way. It works
 * where the input is ids of tokens, from the embedding on.
 *
 * <pre>
 * IG_j(x) = (y_j(x) - y_j(b)) * integral over a from 0 to 1 of dF(y(b) + a (y(x) - y(b))) / dy_j
 * </pre>
 *
 * Source: Sundararajan, Taly and Yan (2017), Axiomatic Attribution for Deep Networks, arXiv
 * 1703.01365, equation 1, at a layer as Captum has it. What reaches the output past the layer is
 * held as the row gives it. Over a background we take the weighted mean over all its rows. Values
 * go to the columns that {@code columns} names: sums, no means; a map is spread evenly over the
 * pixels that each of its cells covers.
 *
 * <p>Cost of a row: two forward passes, and for each reference one more and {@code steps}
 * gradients, back to the layer only; each reference takes one a batch. Memory: one gradient of the
 * layer a slot.
 *
 * <p>Guarantees: deterministic; a value that is not read, or does not move, gets zero. Values add
 * up, within the error of the rule, to the score less that of the row with the layer as at the
 * baseline, which is the baseline score here, and that of the baseline itself where nothing passes
 * the layer by.
 */
public final class LayerIntegratedGradients implements AttributionMethod<Layered> {
  /** What the method is. */
  public static final MethodInfo<Layered> INFO =
      new MethodInfo<>(
          "layer-integrated-gradients",
          "Layer Integrated Gradients",
          "The gradient averaged from a layer's value at the baseline to that at the row, times the way.",
          Layered.class,
          Scale.SCORE,
          Completeness.APPROXIMATE,
          true,
          false,
          "2 forwards + for each reference: 1 forward and steps gradients",
          "Sundararajan, Taly, Yan (2017), Axiomatic Attribution for Deep Networks,"
              + " arXiv 1703.01365");

  private final LayerFold fold;
  private final Quadrature quadrature;

  /** Creates the method. */
  public LayerIntegratedGradients(LayerOptions.Path options) {
    this.fold = LayerFold.of(INFO.key(), options.layer(), options.columns());
    this.quadrature = Quadrature.of(options.rule(), options.steps());
  }

  @Override
  public MethodInfo<Layered> info() {
    return INFO;
  }

  @Override
  public CallsPerRow callsPerRow(int groups, int references) {
    return new CallsPerRow(2L + references, (long) references * quadrature.size());
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
    Tensor input = request.batch().input();
    Baseline baseline = request.baseline();
    Tensor ends = model.activation(layer.name(), input);
    Tensor starts = model.activation(layer.name(), baseline.rows());
    Differentiable above = model.above(layer.name(), input);
    LayerSums values = new LayerSums(request, layer);
    WeightedMeans baselineScores = new WeightedMeans(request);
    for (int reference = 0; reference < baseline.size(); reference++) {
      Tensor start = starts.slice(reference, reference + 1);
      Tensor means =
          above.gradientSum(
              new LinePoints(ends, start, quadrature.nodes(), quadrature.weights()),
              request.target());
      values.add(baseline.weight(reference), means, ends, start);
      Tensor held = start.select(new int[input.rows()]); // the same for every row
      baselineScores.add(baseline.weight(reference), above.score(held, request.target()));
    }
    return new Attributions(
        request.batch().rowIds(),
        fold.values(model, layer, request, values.values()),
        model.score(input, request.target()),
        baselineScores.tensor(),
        Optional.empty(),
        List.of(),
        calls(input.rows(), baseline.size()));
  }

  private ModelCalls calls(int rows, int references) {
    CallsPerRow most = callsPerRow(1, references);
    return ModelCalls.same(rows, most.forward(), most.gradient(), references);
  }
}
