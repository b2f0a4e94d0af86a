package io.assay.attribution.layer;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.GroupFold;
import io.assay.attribution.MethodInfo;
import io.assay.attribution.MethodInfo.Completeness;
import io.assay.attribution.MethodInfo.Scale;
import io.assay.attribution.Quadrature;
import io.assay.attribution.Setting;
import io.assay.baseline.Baseline;
import io.assay.model.Differentiable;
import io.assay.model.LayerGradient;
import io.assay.model.LayerInfo;
import io.assay.model.Layered;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.List;

/**
 * The flow of integrated gradients from each feature through one value of a layer.
 *
 * <pre>
 * Cond_ij(x) = (x_i - b_i) * integral over a from 0 to 1 of dF / dy_j dy_j / dx_i   at b + a (x - b)
 * </pre>
 *
 * Source: Dhamdhere, Sundararajan and Yan (2018), How Important Is a Neuron?, arXiv 1805.12233,
 * equation 2. Captum takes the trapezoid by default, whose weights sum to (n - 1) / n there and to
 * one here. Over a background we take the weighted mean over all its rows. A group of features gets
 * the sum of its members.
 *
 * <p>Cost of a row: one forward pass, and for each reference {@code steps} gradients down to the
 * layer and as many from the neuron to the input; each reference takes one forward pass a batch.
 * Memory: one gradient of the layer and one of the input a slot.
 *
 * <p>Guarantees: deterministic; a feature that the neuron does not read, or that does not move,
 * gets zero. Values add up to the neuron's part in {@link LayerConductance}, within the error of
 * the rule, and not to the score.
 */
public final class NeuronConductance implements AttributionMethod<Layered> {
  /**
   * Which neuron, and how finely the path is cut.
   *
   * @param layer the selector of a layer, or {@code auto}
   * @param neuron its place in the layer: one number from 0 in row-major order, or one an axis
   * @param rule the quadrature rule
   * @param steps nodes a reference, 1 to 10000, at least 2 for the trapezoid
   */
  public record Options(
      @Setting(
              meaning = LayerOptions.LAYER,
              standard = LayerChoice.AUTO,
              allowed = LayerChoice.ALLOWED)
          String layer,
      @Setting(meaning = LayerNeuron.MEANING, standard = "[0]", allowed = LayerNeuron.ALLOWED)
          List<Integer> neuron,
      @Setting(
              meaning = "Where on the path gradients are taken.",
              standard = "gauss-legendre",
              allowed = "midpoint, gauss-legendre, trapezoid, left, right")
          Quadrature.Rule rule,
      @Setting(
              meaning = "How many points a row and reference.",
              standard = "50",
              allowed = "1 to 10000; trapezoid from 2",
              unit = "points")
          int steps) {
    /** Checks the ranges. */
    public Options {
      LayerChoice.check(layer);
      neuron = LayerNeuron.checked("neuron-conductance", neuron);
      InputPath.checkSteps(rule, steps);
    }

    /** Returns the defaults. */
    public static Options standard() {
      return new Options(LayerChoice.AUTO, List.of(0), Quadrature.Rule.GAUSS_LEGENDRE, 50);
    }
  }

  /** What the method is. */
  public static final MethodInfo<Layered> INFO =
      new MethodInfo<>(
          "neuron-conductance",
          "Neuron Conductance",
          "How much of the score's change each feature brings about through one value of a layer.",
          Layered.class,
          Scale.SCORE,
          Completeness.NONE,
          true,
          false,
          "1 forward + 2 × steps gradients a reference",
          "Dhamdhere, Sundararajan, Yan (2018), How Important Is a Neuron?, arXiv 1805.12233");

  private final LayerNeuron neuron;
  private final Quadrature quadrature;

  /** Creates the method. */
  public NeuronConductance(Options options) {
    this.neuron = new LayerNeuron(new LayerChoice(INFO.key(), options.layer()), options.neuron());
    this.quadrature = Quadrature.of(options.rule(), options.steps());
  }

  @Override
  public MethodInfo<Layered> info() {
    return INFO;
  }

  @Override
  public CallsPerRow callsPerRow(int groups, int references) {
    return new CallsPerRow(1, 2L * references * quadrature.size());
  }

  @Override
  public List<String> layers() {
    return neuron.choice().named();
  }

  @Override
  public Attributions attribute(Layered model, AttributionRequest request) {
    InputPath path = InputPath.of(INFO.key(), model, request);
    LayerInfo layer = neuron.choice().ofAny(model);
    Differentiable below = model.below(layer.name());
    Target unit = Target.outputs(neuron.position(layer));
    Baseline baseline = request.baseline();
    FeatureFlow flow = new FeatureFlow(request, neuron.position(layer));
    for (int reference = 0; reference < baseline.size(); reference++) {
      for (int node = 0; node < quadrature.size(); node++) {
        Tensor points = path.points(reference, quadrature.nodes().get(node));
        double weight = baseline.weight(reference) * quadrature.weights().get(node);
        LayerGradient upper = model.layerGradient(layer.name(), points, request.target());
        Tensor lower = below.gradient(points, unit).gradients();
        flow.add(weight, upper.gradients(), lower, baseline.rows().slice(reference, reference + 1));
      }
    }
    int rows = request.batch().rows();
    return path.result(
        model,
        GroupFold.sums(flow.values, rows, request.target().slots(), request.groups()),
        callsPerRow(1, baseline.size()));
  }

  /** Sums over the points of all paths, one for each scalar and feature. */
  private static final class FeatureFlow {
    private final Tensor input;
    private final int slots;
    private final int position;
    private final double[] values;

    FeatureFlow(AttributionRequest request, int position) {
      this.input = request.batch().input();
      this.slots = request.target().slots();
      this.position = position;
      this.values = new double[input.values().length * slots];
    }

    /** Adds what flows at one point of every row. */
    void add(double weight, Tensor upper, Tensor lower, Tensor reference) {
      int features = input.rowLength();
      int length = upper.rowLength() / slots;
      for (int scalar = 0; scalar < input.rows() * slots; scalar++) {
        int row = scalar / slots;
        double onward = weight * upper.at(scalar * length + position);
        for (int i = 0; i < features; i++) {
          double way = (double) input.at(row * features + i) - reference.at(i);
          values[scalar * features + i] += way * onward * lower.at(row * features + i);
        }
      }
    }
  }
}
