package io.assay.attribution.layer;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.MethodInfo;
import io.assay.attribution.MethodInfo.Completeness;
import io.assay.attribution.MethodInfo.Scale;
import io.assay.attribution.ModelCalls;
import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.model.LayerInfo;
import io.assay.model.LayerMultipliers;
import io.assay.model.RuleBased;
import io.assay.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * DeepLIFT's rescale rule down to a layer: the multiplier between a value of the layer and the
 * score, times how far the value is from its reference.
 *
 * <pre>
 * C_j = m_j (y_j(x) - y_j(b))       m: slopes between row and reference, chained
 * </pre>
 *
 * Source: Shrikumar, Greenside and Kundaje (2017), Learning Important Features Through Propagating
 * Activation Differences, arXiv 1704.02685, sections 3.2 and 3.5.2. Over a background we take the
 * weighted mean over all its rows. Values go to the columns that {@code columns} names: sums, no
 * means; a map is spread evenly over the pixels that each of its cells covers.
 *
 * <p>Cost of a row: for each reference one gradient call, and one forward pass of the reference
 * beside the row. Memory: one multiplier of the layer a slot.
 *
 * <p>Guarantees: deterministic; a value that is not read, or does not move, gets zero. Where
 * nothing passes the layer by, values add up to the score minus the baseline score up to rounding,
 * as far as the rules of the model's operations do.
 */
public final class LayerDeepLift implements AttributionMethod<RuleBased> {
  /** What the method is. */
  public static final MethodInfo<RuleBased> INFO =
      new MethodInfo<>(
          "layer-deep-lift",
          "Layer DeepLIFT",
          "DeepLIFT's multipliers at a layer, times how the layer differs from the baseline.",
          RuleBased.class,
          Scale.SCORE,
          Completeness.APPROXIMATE,
          true,
          false,
          "1 gradient + 1 forward a reference",
          "Shrikumar, Greenside, Kundaje (2017), Learning Important Features Through Propagating"
              + " Activation Differences, arXiv 1704.02685");

  private final LayerFold fold;

  /** Creates the method. */
  public LayerDeepLift(LayerOptions options) {
    this.fold = LayerFold.of(INFO.key(), options);
  }

  @Override
  public MethodInfo<RuleBased> info() {
    return INFO;
  }

  @Override
  public CallsPerRow callsPerRow(int groups, int references) {
    return new CallsPerRow(references, references);
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
  public Attributions attribute(RuleBased model, AttributionRequest request) {
    LayerInfo layer = fold.choice().ofAny(model);
    Tensor input = request.batch().input();
    Baseline baseline = request.baseline();
    LayerSums values = new LayerSums(request, layer);
    WeightedMeans scores = new WeightedMeans(request);
    WeightedMeans baselineScores = new WeightedMeans(request);
    for (int reference = 0; reference < baseline.size(); reference++) {
      int[] same = new int[input.rows()];
      Arrays.fill(same, reference);
      LayerMultipliers at =
          model.multipliers(layer.name(), input, baseline.rows().select(same), request.target());
      double weight = baseline.weight(reference);
      values.add(weight, at.rescaled().multipliers(), at.activations(), at.referenceActivations());
      scores.add(weight, at.rescaled().scores());
      baselineScores.add(weight, at.rescaled().referenceScores());
    }
    return new Attributions(
        request.batch().rowIds(),
        fold.values(model, layer, request, values.values()),
        scores.tensor(),
        baselineScores.tensor(),
        Optional.empty(),
        List.of(),
        ModelCalls.same(input.rows(), baseline.size(), baseline.size(), 0));
  }
}
