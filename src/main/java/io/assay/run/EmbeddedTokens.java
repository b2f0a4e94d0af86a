package io.assay.run;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.ModelCalls;
import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.job.RunPlan;
import io.assay.model.BlackBox;
import io.assay.model.LayerInfo;
import io.assay.model.Layered;
import io.assay.model.ModelSignature;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Lets a method that asks for scores alone take tokens away behind the layer that gives each a
 * vector: an absent token has the vector of the baseline's token in its place. What else reaches
 * the output, such as a mask of padding that is made of the ids, stays as the row gives it. So the
 * model is another one for every row, and rows run one by one.
 */
final class EmbeddedTokens {
  private final Layered model;
  private final LayerInfo layer;

  private EmbeddedTokens(Layered model, LayerInfo layer) {
    this.model = model;
    this.layer = layer;
  }

  /**
   * Finds the layer that a plan takes.
   *
   * @throws AssayException MODEL_LAYER if the model has none that gives every token a vector
   */
  static EmbeddedTokens of(RunPlan plan, BlackBox model) {
    Layered layered =
        model
            .as(Layered.class)
            .orElseThrow(
                () ->
                    new AssayException(
                        ErrorCode.MODEL_ABILITY,
                        "masking.kind is embedding, which needs a model whose layers can be read"));
    List<LayerInfo> layers = new ArrayList<>(layered.layers());
    plan.spec().masking().layers().forEach(each -> layers.add(named(layered, each)));
    return plan.spec()
        .masking()
        .embedding(layers, plan.inputWidth())
        .map(layer -> new EmbeddedTokens(layered, layer))
        .orElseThrow(
            () ->
                new AssayException(
                    ErrorCode.MODEL_LAYER,
                    "masking.layer is %s, which gives no vector for each of %d tokens",
                    plan.spec().masking().layer(),
                    plan.inputWidth()));
  }

  private static LayerInfo named(Layered model, String selector) {
    LayerInfo found = model.layer(selector);
    return new LayerInfo(selector, found.type(), found.shape());
  }

  /**
   * Explains a row.
   *
   * @param request for one row of ids
   */
  <M extends BlackBox> Attributions attribute(
      AttributionMethod<M> method, AttributionRequest request) {
    Tensor ids = request.batch().input();
    Tensor vectors = model.activation(layer.name(), ids);
    Baseline baseline = request.baseline();
    Tensor absent = model.activation(layer.name(), baseline.rows());
    double[] weights = IntStream.range(0, baseline.size()).mapToDouble(baseline::weight).toArray();
    M above = method.info().ability().cast(new Above(model, layer, ids));
    Attributions result =
        method.attribute(
            above,
            new AttributionRequest(
                new TensorBatch(request.batch().rowIds(), vectors),
                request.target(),
                Baseline.background(absent, weights),
                groups(request.groups()),
                request.seed(),
                request.masking()));
    return new Attributions(
        result.rowIds(),
        result.values(),
        result.scores(),
        result.baselineScores(),
        result.standardErrors(),
        result.diagnostics(),
        withActivations(result.calls(), baseline.size()));
  }

  /** Gives every element of a token's vector to the token's group. */
  private FeatureGroups groups(FeatureGroups ofTokens) {
    int dimensions = layer.shape().get(1);
    int[] groupOf = new int[ofTokens.features() * dimensions];
    for (int position = 0; position < groupOf.length; position++) {
      groupOf[position] = ofTokens.groupOf(position / dimensions);
    }
    return FeatureGroups.of(ofTokens.names(), groupOf);
  }

  private static ModelCalls withActivations(ModelCalls calls, int references) {
    long[] forward = {calls.forward(0) + 1};
    long[] gradient = {calls.gradient(0)};
    return ModelCalls.of(forward, gradient, calls.shared() + references);
  }

  /**
   * The model from a layer on, for one row.
   *
   * @param ids of the row, [1, tokens]
   */
  private record Above(Layered model, LayerInfo layer, Tensor ids) implements BlackBox {
    @Override
    public ModelSignature signature() {
      ModelSignature whole = model.signature();
      return new ModelSignature(layer.shape(), whole.outputs(), whole.unit());
    }

    @Override
    public Tensor outputs(Tensor input) {
      return model.above(layer.name(), ids.select(new int[input.rows()])).outputs(input);
    }

    @Override
    public void close() {}
  }
}
