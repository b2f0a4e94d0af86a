package io.assay.fakes;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.model.AttentionGradient;
import io.assay.model.Attentive;
import io.assay.model.BlackBox;
import io.assay.model.Differentiable;
import io.assay.model.LayerGradient;
import io.assay.model.LayerInfo;
import io.assay.model.ModelSignature;
import io.assay.model.ScoredGradient;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Two self-attentions of two heads in float64, with weights from a seed: {@code embedding} [tokens,
 * 4]; of each attention k {@code attnK.q}, {@code .k}, {@code .v} [tokens, 4], {@code .scores} and
 * {@code .softmax} [2, tokens, tokens], {@code attnK} [tokens, 4], {@code addK} (with what went
 * in); {@code mean} [4]; {@code tanh} [4]; {@code out} [2].
 */
public final class AttentiveNet implements Differentiable, Attentive {
  private static final int DIM = 4;
  private static final int HEADS = 2;
  private static final int VOCABULARY = 8;
  private static final List<String> SOFTMAXES = List.of("attn1.softmax", "attn2.softmax");

  private final LayeredNet net;
  private final boolean ofIds;

  private AttentiveNet(LayeredNet net, boolean ofIds) {
    this.net = net;
    this.ofIds = ofIds;
  }

  /** A network over ids 0 to 7 of so many tokens; it has no gradients at the ids. */
  public static AttentiveNet ofIds(int tokens, long seed) {
    Draws draws = new Draws(seed);
    NetBuilder builder = LayeredNet.from(tokens);
    builder.then(
        new LayerInfo("embedding", "Embedding", List.of(tokens, DIM)),
        new AttentionOps.Embedding(draws.matrix(VOCABULARY, DIM)),
        0);
    return new AttentiveNet(rest(builder, tokens, draws), true);
  }

  /** A network over numbers; the number of a token scales a vector of its own. */
  public static AttentiveNet ofNumbers(int tokens, long seed) {
    Draws draws = new Draws(seed);
    double[][] scales = new double[tokens * DIM][tokens];
    for (int at = 0; at < tokens * DIM; at++) {
      scales[at][at / DIM] = draws.vector(1)[0];
    }
    NetBuilder builder =
        LayeredNet.from(tokens)
            .linear(
                "embedding", "Linear", List.of(tokens, DIM), scales, draws.vector(tokens * DIM));
    return new AttentiveNet(rest(builder, tokens, draws), false);
  }

  private static LayeredNet rest(NetBuilder builder, int tokens, Draws draws) {
    attention(builder, "attn1", "embedding", tokens, draws).add("add1", "embedding");
    attention(builder, "attn2", "add1", tokens, draws).add("add2", "add1");
    double[][] means = new double[DIM][tokens * DIM];
    for (int at = 0; at < tokens * DIM; at++) {
      means[at % DIM][at] = 1.0 / tokens;
    }
    return builder
        .linear("mean", "Mean", List.of(DIM), means, new double[DIM])
        .tanh("tanh")
        .linear("out", draws.matrix(2, DIM), draws.vector(2))
        .build();
  }

  private static NetBuilder attention(
      NetBuilder builder, String name, String from, int tokens, Draws draws) {
    List<Integer> vectors = List.of(tokens, DIM);
    List<Integer> pairs = List.of(HEADS, tokens, tokens);
    for (String part : List.of(".q", ".k", ".v")) {
      double[][] weights = Draws.each(draws.matrix(DIM, DIM), tokens);
      builder.then(
          new LayerInfo(name + part, "Linear", vectors),
          new LinearOp(weights, new double[tokens * DIM]),
          builder.value(from));
    }
    return builder
        .then(
            new LayerInfo(name + ".scores", "Scores", pairs),
            new AttentionOps.Scores(HEADS, tokens, DIM),
            builder.value(name + ".q"),
            builder.value(name + ".k"))
        .then(
            new LayerInfo(name + ".softmax", "Softmax", pairs),
            new AttentionOps.Softmax(tokens),
            builder.value(name + ".v") + 1)
        .then(
            new LayerInfo(name, "Mix", vectors),
            new AttentionOps.Mix(HEADS, tokens, DIM),
            builder.value(name + ".v") + 2,
            builder.value(name + ".v"));
  }

  @Override
  public <M extends BlackBox> Optional<M> as(Class<M> ability) {
    return ability == Differentiable.class && ofIds
        ? Optional.empty()
        : Attentive.super.as(ability);
  }

  @Override
  public int attentions() {
    return SOFTMAXES.size();
  }

  @Override
  public List<Tensor> attention(Tensor input) {
    return SOFTMAXES.stream().map(softmax -> net.activation(softmax, input)).toList();
  }

  @Override
  public AttentionGradient attentionGradient(Tensor input, Target target) {
    Stream<Tensor> gradients =
        SOFTMAXES.stream().map(softmax -> net.layerGradient(softmax, input, target).gradients());
    return new AttentionGradient(score(input, target), attention(input), gradients.toList());
  }

  @Override
  public ModelSignature signature() {
    return net.signature();
  }

  @Override
  public Tensor outputs(Tensor input) {
    return net.outputs(input);
  }

  @Override
  public ScoredGradient gradient(Tensor input, Target target) {
    if (ofIds) {
      throw new AssayException(ErrorCode.MODEL_ABILITY, "ids have no gradient");
    }
    return net.gradient(input, target);
  }

  @Override
  public List<LayerInfo> layers() {
    return net.layers();
  }

  @Override
  public LayerInfo layer(String selector) {
    return net.layer(selector);
  }

  @Override
  public Tensor activation(String layer, Tensor input) {
    return net.activation(layer, input);
  }

  @Override
  public LayerGradient layerGradient(String layer, Tensor input, Target target) {
    return net.layerGradient(layer, input, target);
  }

  @Override
  public Differentiable above(String layer, Tensor input) {
    return net.above(layer, input);
  }

  @Override
  public Differentiable below(String layer) {
    if (ofIds) {
      throw new AssayException(ErrorCode.MODEL_ABILITY, "nothing below %s has a gradient", layer);
    }
    return net.below(layer);
  }

  @Override
  public void close() {}
}
