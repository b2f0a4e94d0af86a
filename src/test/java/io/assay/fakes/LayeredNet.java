package io.assay.fakes;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.model.BackwardRule;
import io.assay.model.Differentiable;
import io.assay.model.LayerGradient;
import io.assay.model.LayerInfo;
import io.assay.model.LayerMultipliers;
import io.assay.model.ModelSignature;
import io.assay.model.RescaledGradient;
import io.assay.model.RuleBased;
import io.assay.model.ScoredGradient;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A small network in float64 whose layers can be read and taken hold of. Selectors are the names of
 * its layers, nothing more.
 */
public final class LayeredNet implements Differentiable, RuleBased {
  private final ModelSignature signature;
  private final Graph graph;

  LayeredNet(List<Integer> inputShape, Graph graph) {
    this.graph = graph;
    int outputs = graph.nodes().get(graph.last() - 1).info().length();
    this.signature =
        new ModelSignature(
            inputShape,
            IntStream.range(0, outputs).mapToObj(output -> "f" + output).toList(),
            ModelSignature.Unit.RAW);
  }

  /** Begins a network of one's own. */
  public static NetBuilder from(Integer... inputShape) {
    return new NetBuilder(List.of(inputShape));
  }

  /**
   * A dense network with weights from a seed: the features, {@code hidden} [units], {@code relu}
   * [units], {@code out} [2].
   */
  public static LayeredNet dense(int features, int units, long seed) {
    Draws draws = new Draws(seed);
    return from(features)
        .linear("hidden", draws.matrix(units, features), draws.vector(units))
        .relu("relu")
        .linear("out", draws.matrix(2, units), draws.vector(2))
        .build();
  }

  /**
   * A convolutional network with weights from a seed, over [1, 4, 4]: {@code conv1} [2, 4, 4],
   * {@code relu1}, {@code pool} [2, 2, 2], {@code conv2} [2, 2, 2], {@code add} (of pool and
   * conv2), {@code relu2} [2, 2, 2], {@code mean} [2], {@code out} [2].
   */
  public static LayeredNet spatial(long seed) {
    Draws draws = new Draws(seed);
    return from(1, 4, 4)
        .linear(
            "conv1",
            "Conv2d",
            List.of(2, 4, 4),
            Draws.convolution(draws.matrix(2, 9), 1, 4),
            draws.vector(32))
        .relu("relu1")
        .linear("pool", "AvgPool2d", List.of(2, 2, 2), Draws.pooling(2, 4, 2), new double[8])
        .linear(
            "conv2",
            "Conv2d",
            List.of(2, 2, 2),
            Draws.convolution(draws.matrix(2, 18), 2, 2),
            draws.vector(8))
        .add("add", "pool")
        .relu("relu2")
        .linear("mean", "AdaptiveAvgPool2d", List.of(2), Draws.pooling(2, 2, 2), new double[2])
        .linear("out", draws.matrix(2, 2), draws.vector(2))
        .build();
  }

  @Override
  public ModelSignature signature() {
    return signature;
  }

  @Override
  public Tensor outputs(Tensor input) {
    return Rows.each(input.rows(), shapeOf(graph.last()), row -> run(input, row)[graph.last()]);
  }

  @Override
  public ScoredGradient gradient(Tensor input, Target target) {
    return new ScoredGradient(score(input, target), gradients(0, input, target));
  }

  @Override
  public ScoredGradient gradient(Tensor input, Target target, BackwardRule rule) {
    return new ScoredGradient(
        score(input, target),
        Rows.each(
            target,
            input.rows(),
            shapeOf(0),
            (row, output) -> graph.relevances(run(input, row), output, rule)[0]));
  }

  @Override
  public RescaledGradient multipliers(Tensor input, Tensor references, Target target) {
    return multipliers(0, input, references, target);
  }

  @Override
  public LayerMultipliers multipliers(
      String layer, Tensor input, Tensor references, Target target) {
    return new LayerMultipliers(
        multipliers(valueOf(layer), input, references, target),
        activation(layer, input),
        activation(layer, references));
  }

  @Override
  public List<LayerInfo> layers() {
    return graph.nodes().stream().map(Graph.Node::info).toList();
  }

  @Override
  public LayerInfo layer(String selector) {
    return layers().get(valueOf(selector) - 1);
  }

  @Override
  public Tensor activation(String layer, Tensor input) {
    int value = valueOf(layer);
    return Rows.each(input.rows(), shapeOf(value), row -> run(input, row)[value]);
  }

  @Override
  public LayerGradient layerGradient(String layer, Tensor input, Target target) {
    return new LayerGradient(
        score(input, target), activation(layer, input), gradients(valueOf(layer), input, target));
  }

  @Override
  public Differentiable above(String layer, Tensor input) {
    return new NetAbove(this, graph, valueOf(layer), input);
  }

  @Override
  public Differentiable below(String layer) {
    return new LayeredNet(signature.inputShape(), graph.upTo(valueOf(layer)));
  }

  @Override
  public void close() {}

  double[][] run(Tensor input, int row) {
    return graph.run(Rows.wide(input, row));
  }

  List<Integer> shapeOf(int value) {
    return value == 0 ? signature.inputShape() : layers().get(value - 1).shape();
  }

  int valueOf(String layer) {
    for (int value = 1; value <= graph.last(); value++) {
      if (layers().get(value - 1).name().equals(layer)) {
        return value;
      }
    }
    throw new AssayException(
        ErrorCode.MODEL_LAYER,
        "no layer %s; there are %s",
        layer,
        layers().stream().map(LayerInfo::name).toList());
  }

  private Tensor gradients(int value, Tensor input, Target target) {
    return Rows.each(
        target,
        input.rows(),
        shapeOf(value),
        (row, output) -> graph.gradients(run(input, row), output)[value]);
  }

  private RescaledGradient multipliers(int value, Tensor input, Tensor references, Target target) {
    return new RescaledGradient(
        score(input, target),
        score(references, target),
        Rows.each(
            target,
            input.rows(),
            shapeOf(value),
            (row, output) ->
                graph.multipliers(run(input, row), run(references, row), output)[value]));
  }
}
