package io.assay.attribution.layer;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.MethodInfo;
import io.assay.attribution.MethodInfo.Completeness;
import io.assay.attribution.MethodInfo.Scale;
import io.assay.attribution.Quadrature;
import io.assay.attribution.Setting;
import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.model.LayerGradient;
import io.assay.model.LayerInfo;
import io.assay.model.Layered;
import java.util.List;

/**
 * The flow of integrated gradients through each value of a layer: the gradient of the score there
 * times how the value changes, along the straight line of the input from the baseline to the row.
 *
 * <pre>
 * Cond_j(x) = integral over a from 0 to 1 of dF / dy_j dy_j / da       at b + a (x - b)
 *           = sum over k of (g_jk + g_j,k+1) / 2 (y_j,k+1 - y_jk)
 * </pre>
 *
 * Source: Dhamdhere, Sundararajan and Yan (2018), How Important Is a Neuron?, arXiv 1805.12233,
 * equation 3, in the form that sums differences of the layer, which Shrikumar, Su and Kundaje
 * (2018), Computationally Efficient Measures of Internal Neuron Importance, arXiv 1807.09946, found
 * to cost no more than integrated gradients. Captum takes the left gradient of each panel between
 * the nodes of Gauss-Legendre, which leaves out both ends of the path: {@code left-gauss-legendre}.
 * Over a background we take the weighted mean over all its rows. Values go to the columns that
 * {@code columns} names: sums, no means; a map is spread evenly over the pixels that each of its
 * cells covers.
 *
 * <p>Cost of a row: one forward pass, and {@code steps + 1} gradients for each reference, back to
 * the layer only; each reference takes one forward pass a batch. Memory: three gradients of the
 * layer a slot.
 *
 * <p>Guarantees: deterministic; a value that is not read, or does not move, gets zero. Where
 * nothing passes the layer by, values add up to the score minus the baseline score within the error
 * of the rule, which falls with 1/steps^2, and at kinks with 1/steps; Captum's with 1/steps.
 */
public final class LayerConductance implements AttributionMethod<Layered> {
  /** How the path is cut. */
  public enum Rule {
    /** Evenly, both ends included; of each panel the mean of the gradients at its ends. */
    TRAPEZOID,
    /** At the nodes of Gauss-Legendre; of each panel between them the gradient at its start. */
    LEFT_GAUSS_LEGENDRE
  }

  /**
   * Where values go and how finely the path is cut.
   *
   * @param layer the selector of a layer, or {@code auto}
   * @param columns what values belong to
   * @param rule how the path is cut
   * @param steps panels a reference, 1 to 10000
   */
  public record Options(
      @Setting(
              meaning = LayerOptions.LAYER,
              standard = LayerChoice.AUTO,
              allowed = LayerChoice.ALLOWED)
          String layer,
      @Setting(
              meaning = LayerOptions.COLUMNS,
              standard = "auto",
              allowed = LayerOptions.COLUMNS_ALLOWED)
          LayerColumns columns,
      @Setting(
              meaning = "How the path is cut; left-gauss-legendre is Captum's way.",
              standard = "trapezoid",
              allowed = "trapezoid, left-gauss-legendre")
          Rule rule,
      @Setting(
              meaning = "Into how many panels the path of a row and reference is cut.",
              standard = "50",
              allowed = "1 to 10000",
              unit = "panels")
          int steps) {
    /** Checks the ranges. */
    public Options {
      LayerChoice.check(layer);
      InputPath.checkSteps(steps);
    }

    /** Returns the defaults. */
    public static Options standard() {
      return new Options(LayerChoice.AUTO, LayerColumns.AUTO, Rule.TRAPEZOID, 50);
    }
  }

  /** What the method is. */
  public static final MethodInfo<Layered> INFO =
      new MethodInfo<>(
          "layer-conductance",
          "Layer Conductance",
          "How much of the score's change from the baseline flows through each value of a layer.",
          Layered.class,
          Scale.SCORE,
          Completeness.APPROXIMATE,
          true,
          false,
          "1 forward + steps + 1 gradients a reference",
          "Dhamdhere, Sundararajan, Yan (2018), How Important Is a Neuron?, arXiv 1805.12233");

  private final LayerFold fold;
  private final List<Double> nodes;
  private final double early;

  /** Creates the method. */
  public LayerConductance(Options options) {
    boolean isCaptums = options.rule() == Rule.LEFT_GAUSS_LEGENDRE;
    Quadrature.Rule rule = isCaptums ? Quadrature.Rule.GAUSS_LEGENDRE : Quadrature.Rule.TRAPEZOID;
    this.fold = LayerFold.of(INFO.key(), options.layer(), options.columns());
    this.nodes = Quadrature.of(rule, options.steps() + 1).nodes();
    this.early = isCaptums ? 1 : 0.5;
  }

  @Override
  public MethodInfo<Layered> info() {
    return INFO;
  }

  @Override
  public CallsPerRow callsPerRow(int groups, int references) {
    return new CallsPerRow(1, (long) references * nodes.size());
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
    LayerSums flow = new LayerSums(request, layer);
    for (int reference = 0; reference < baseline.size(); reference++) {
      double weight = baseline.weight(reference);
      LayerGradient start = at(model, layer, path, reference, 0);
      for (int node = 1; node < nodes.size(); node++) {
        LayerGradient end = at(model, layer, path, reference, node);
        flow.add(weight * early, start.gradients(), end.activations(), start.activations());
        flow.add(weight * (1 - early), end.gradients(), end.activations(), start.activations());
        start = end;
      }
    }
    return path.result(
        model, fold.values(model, layer, request, flow.values()), callsPerRow(1, baseline.size()));
  }

  private LayerGradient at(
      Layered model, LayerInfo layer, InputPath path, int reference, int node) {
    return model.layerGradient(
        layer.name(), path.points(reference, nodes.get(node)), path.request().target());
  }
}
