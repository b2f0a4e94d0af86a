package io.assay.attribution.layer;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.Diagnostic;
import io.assay.attribution.GroupFold;
import io.assay.attribution.MethodInfo;
import io.assay.attribution.MethodInfo.Completeness;
import io.assay.attribution.MethodInfo.Scale;
import io.assay.attribution.ModelCalls;
import io.assay.attribution.Setting;
import io.assay.model.Differentiable;
import io.assay.model.LayerInfo;
import io.assay.model.Layered;
import io.assay.model.ScoredGradient;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * The gradient of one value of a layer with respect to the input: what moves that neuron.
 *
 * <pre>
 * G_i = dy_j(x) / dx_i
 * </pre>
 *
 * Source: Simonyan, Vedaldi and Zisserman (2014), Deep Inside Convolutional Networks, arXiv
 * 1312.6034, section 3, with a neuron for the class score. A group of features gets its member of
 * largest magnitude, with its sign. The explained scalar stays the score, for the tables; what the
 * neuron holds is the diagnostic {@code neuron}.
 *
 * <p>Cost of a row: one forward pass, and one gradient call up to the layer; memory for one
 * gradient.
 *
 * <p>Guarantees: deterministic; a feature that the neuron does not read gets zero; the same for
 * every output. Values are in the layer's unit a unit of the feature and do not add up to the
 * score.
 */
public final class NeuronGradient implements AttributionMethod<Layered> {
  /**
   * Which neuron.
   *
   * @param layer the selector of a layer, or {@code auto}
   * @param neuron its place in the layer: one number from 0 in row-major order, or one an axis
   */
  public record Options(
      @Setting(
              meaning = LayerOptions.LAYER,
              standard = LayerChoice.AUTO,
              allowed = LayerChoice.ALLOWED)
          String layer,
      @Setting(meaning = LayerNeuron.MEANING, standard = "[0]", allowed = LayerNeuron.ALLOWED)
          List<Integer> neuron) {
    /** Checks the place. */
    public Options {
      LayerChoice.check(layer);
      neuron = LayerNeuron.checked("neuron-gradient", neuron);
    }

    /** Returns the defaults. */
    public static Options standard() {
      return new Options(LayerChoice.AUTO, List.of(0));
    }
  }

  /** What the method is. */
  public static final MethodInfo<Layered> INFO =
      new MethodInfo<>(
          "neuron-gradient",
          "Neuron Gradient",
          "The gradient of one value of a layer with respect to the input.",
          Layered.class,
          Scale.INNER,
          Completeness.NONE,
          false,
          false,
          "1 forward + 1 gradient",
          "Simonyan, Vedaldi, Zisserman (2014), Deep Inside Convolutional Networks,"
              + " arXiv 1312.6034");

  private final LayerNeuron neuron;

  /** Creates the method. */
  public NeuronGradient(Options options) {
    this.neuron = new LayerNeuron(new LayerChoice(INFO.key(), options.layer()), options.neuron());
  }

  @Override
  public MethodInfo<Layered> info() {
    return INFO;
  }

  @Override
  public CallsPerRow callsPerRow(int groups, int references) {
    return new CallsPerRow(1, 1);
  }

  @Override
  public List<String> layers() {
    return neuron.choice().named();
  }

  @Override
  public Attributions attribute(Layered model, AttributionRequest request) {
    LayerInfo layer = neuron.choice().ofAny(model);
    Tensor input = request.batch().input();
    Differentiable below = model.below(layer.name());
    ScoredGradient at = below.gradient(input, Target.outputs(neuron.position(layer)));
    int slots = request.target().slots();
    return new Attributions(
        request.batch().rowIds(),
        eachSlot(GroupFold.largest(at.gradients(), request.groups()), slots),
        model.score(input, request.target()),
        Tensor.zeros(input.rows(), slots),
        Optional.empty(),
        List.of(new Diagnostic("neuron", eachSlot(at.scores(), slots))),
        ModelCalls.same(input.rows(), 1, 1, 0));
  }

  /** Gives every slot the same. */
  private static Tensor eachSlot(Tensor values, int slots) {
    int length = values.rowLength();
    float[] copies = new float[values.rows() * slots * length];
    for (int scalar = 0; scalar < values.rows() * slots; scalar++) {
      System.arraycopy(values.values(), scalar / slots * length, copies, scalar * length, length);
    }
    int[] shape = values.shape();
    shape[1] = slots;
    return Tensor.of(copies, shape);
  }
}
