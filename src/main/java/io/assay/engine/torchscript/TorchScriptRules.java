package io.assay.engine.torchscript;

import static io.assay.ErrorCode.MODEL_ABILITY;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.assay.AssayException;
import io.assay.model.BackwardRule;
import io.assay.model.LayerInfo;
import io.assay.model.LayerMultipliers;
import io.assay.model.RescaledGradient;
import io.assay.model.RuleBased;
import io.assay.model.ScoredGradient;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/** A TorchScript model whose code has families of backward rules. */
final class TorchScriptRules implements RuleBased, LayeredView {
  private static final double EPSILON = 0;
  private static final double Z_PLUS = 1;
  private static final double GAMMA = 2;

  private final TorchScriptLayers inside;
  private final Session session;
  private final DataType type;

  /**
   * Takes hold of the rules that were written.
   *
   * @param type that the model takes
   */
  TorchScriptRules(TorchScriptLayers inside, Session session, DataType type) {
    this.inside = inside;
    this.session = session;
    this.type = type;
  }

  @Override
  public TorchScriptLayers inside() {
    return inside;
  }

  @Override
  public ScoredGradient gradient(Tensor input, Target target, BackwardRule rule) {
    if (rule instanceof BackwardRule.Guided) {
      return gradient("assay_cut", input, target, scope -> RootMethod.number(scope, 1));
    }
    if (rule instanceof BackwardRule.Deconvolution) {
      return gradient("assay_cut", input, target, scope -> RootMethod.number(scope, 0));
    }
    List<Double> numbers = numbers(rule);
    return gradient("assay_relevance", input, target, scope -> RootMethod.numbers(scope, numbers));
  }

  private static List<Double> numbers(BackwardRule rule) {
    if (rule instanceof BackwardRule.LrpEpsilon epsilon) {
      return List.of(EPSILON, epsilon.epsilon());
    }
    if (rule instanceof BackwardRule.LrpGamma gamma) {
      return List.of(GAMMA, gamma.gamma());
    }
    return List.of(Z_PLUS, 0.0);
  }

  private interface Setting {
    NDArray in(NDManager scope);
  }

  private ScoredGradient gradient(String name, Tensor input, Target target, Setting setting) {
    checkNumbers();
    session.checkTarget(target, input.rows());
    int slots = target.slots();
    int length = input.rowLength();
    float[] scores = new float[Math.multiplyExact(input.rows(), slots)];
    float[] gradients = new float[Math.multiplyExact(scores.length, length)];
    new RootMethod(session, name, type)
        .on(
            input,
            Math.multiplyExact(slots, length),
            (scope, start, rows) ->
                List.of(RootMethod.columns(scope, target, start, rows), setting.in(scope)),
            (found, start, rows) -> {
              RootMethod.copy(found.get(0), scores, start * slots);
              RootMethod.copy(found.get(1), gradients, start * slots * length);
            });
    return new ScoredGradient(
        Tensor.of(scores, input.rows(), slots),
        Tensor.of(gradients, shape(input.rows(), slots, input.rowShape())));
  }

  @Override
  public RescaledGradient multipliers(Tensor input, Tensor references, Target target) {
    checkNumbers();
    Rescaled rescaled = new Rescaled(input, references, target, input.rowLength());
    RootMethod method = new RootMethod(session, "assay_rescale", type);
    method.on(
        input,
        rescaled.width(),
        (scope, start, rows) ->
            List.of(
                method.rows(scope, references, start, rows),
                RootMethod.columns(scope, target, start, rows)),
        rescaled::take);
    return rescaled.gradient(input.rowShape());
  }

  @Override
  public LayerMultipliers multipliers(
      String layer, Tensor input, Tensor references, Target target) {
    Layer place = inside.find(layer);
    int[] layerShape = place.shape();
    int length = place.info().length();
    Rescaled rescaled = new Rescaled(input, references, target, length);
    float[] activations = new float[Math.multiplyExact(input.rows(), length)];
    float[] referenceActivations = new float[activations.length];
    RootMethod method = new RootMethod(session, RuleFeature.LAYER_METHOD, type);
    method.on(
        input,
        Math.addExact(rescaled.width(), 2 * length),
        (scope, start, rows) ->
            List.of(
                method.rows(scope, references, start, rows),
                RootMethod.columns(scope, target, start, rows),
                RootMethod.number(scope, place.place().number()),
                RootMethod.number(scope, place.firing())),
        (found, start, rows) -> {
          rescaled.take(found, start, rows);
          RootMethod.copy(found.get(3), activations, start * length);
          RootMethod.copy(found.get(4), referenceActivations, start * length);
        });
    int[] shape = IntStream.concat(IntStream.of(input.rows()), IntStream.of(layerShape)).toArray();
    return new LayerMultipliers(
        rescaled.gradient(layerShape),
        Tensor.of(activations, shape),
        Tensor.of(referenceActivations, shape));
  }

  /** What DeepLIFT gives, batch by batch. */
  private final class Rescaled {
    private final Tensor input;
    private final int slots;
    private final int length;
    private final float[] scores;
    private final float[] referenceScores;
    private final float[] multipliers;

    Rescaled(Tensor input, Tensor references, Target target, int length) {
      session.checkTarget(target, input.rows());
      session.checkRows(references.rowShape());
      if (references.rows() != input.rows()) {
        throw new IllegalArgumentException(
            "%d rows have %d references".formatted(input.rows(), references.rows()));
      }
      this.input = input;
      this.slots = target.slots();
      this.length = length;
      this.scores = new float[Math.multiplyExact(input.rows(), slots)];
      this.referenceScores = new float[scores.length];
      this.multipliers = new float[Math.multiplyExact(scores.length, length)];
    }

    int width() {
      return Math.addExact(input.rowLength(), Math.multiplyExact(slots, length));
    }

    void take(NDList found, int start, int rows) {
      RootMethod.copy(found.get(0), scores, start * slots);
      RootMethod.copy(found.get(1), referenceScores, start * slots);
      RootMethod.copy(found.get(2), multipliers, start * slots * length);
    }

    RescaledGradient gradient(int[] shape) {
      int rows = input.rows();
      return new RescaledGradient(
          Tensor.of(scores, rows, slots),
          Tensor.of(referenceScores, rows, slots),
          Tensor.of(multipliers, shape(rows, slots, shape)));
    }
  }

  private void checkNumbers() {
    if (type != DataType.FLOAT32) {
      throw new AssayException(
          MODEL_ABILITY,
          "Cannot send relevance back to the input of %s: it takes ids; take a method that explains"
              + " a layer, such as the embeddings %s",
          session.life().module().file(),
          layers().stream().map(LayerInfo::name).limit(3).toList());
    }
  }

  private static int[] shape(int rows, int slots, int[] rest) {
    return IntStream.concat(IntStream.of(rows, slots), IntStream.of(rest)).toArray();
  }
}
