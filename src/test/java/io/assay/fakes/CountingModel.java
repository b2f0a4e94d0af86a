package io.assay.fakes;

import io.assay.model.AdditiveTrees;
import io.assay.model.AttentionGradient;
import io.assay.model.Attentive;
import io.assay.model.BackwardRule;
import io.assay.model.BlackBox;
import io.assay.model.Differentiable;
import io.assay.model.LayerGradient;
import io.assay.model.LayerInfo;
import io.assay.model.LayerMultipliers;
import io.assay.model.Layered;
import io.assay.model.Masked;
import io.assay.model.MaskedInputs;
import io.assay.model.ModelSignature;
import io.assay.model.NoiseMoments;
import io.assay.model.NoisePoints;
import io.assay.model.Points;
import io.assay.model.RescaledGradient;
import io.assay.model.RuleBased;
import io.assay.model.ScoredGradient;
import io.assay.model.Target;
import io.assay.model.TreeEnsemble;
import io.assay.model.tree.Forest;
import io.assay.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * A model that counts the rows it is asked for: forward, or forward and backward. It has the
 * abilities of the counted one; what it hands out of the model's inside counts too. A reference of
 * a multiplier is a row that goes forward.
 */
public final class CountingModel
    implements Differentiable, RuleBased, Attentive, Masked, AdditiveTrees {
  private final BlackBox model;
  private final LongAdder forward;
  private final LongAdder gradient;

  private CountingModel(BlackBox model, LongAdder forward, LongAdder gradient) {
    this.model = model;
    this.forward = forward;
    this.gradient = gradient;
  }

  /** Counts what is asked of a model, from nought. */
  public static CountingModel around(BlackBox model) {
    return new CountingModel(model, new LongAdder(), new LongAdder());
  }

  /** Returns how many rows went forward only. */
  public long forwardRows() {
    return forward.sum();
  }

  /** Returns how many rows went forward and backward. */
  public long gradientRows() {
    return gradient.sum();
  }

  @Override
  public <A extends BlackBox> Optional<A> as(Class<A> ability) {
    return model.as(ability).map(able -> ability.cast(this));
  }

  @Override
  public ModelSignature signature() {
    return model.signature();
  }

  @Override
  public Tensor outputs(Tensor input) {
    forward.add(input.rows());
    return model.outputs(input);
  }

  @Override
  public Tensor score(Tensor input, Target target) {
    forward.add(input.rows());
    return model.score(input, target);
  }

  @Override
  public Tensor scoreMasked(MaskedInputs inputs, Target target) {
    forward.add(inputs.size());
    return able(Masked.class).scoreMasked(inputs, target);
  }

  @Override
  public ScoredGradient gradient(Tensor input, Target target) {
    gradient.add(input.rows());
    return able(Differentiable.class).gradient(input, target);
  }

  @Override
  public Tensor gradientSum(Points points, Target target) {
    gradient.add(points.size());
    return able(Differentiable.class).gradientSum(points, target);
  }

  @Override
  public NoiseMoments noiseMoments(NoisePoints points, Target target) {
    gradient.add((long) points.centres().rows() * points.draws());
    return able(Differentiable.class).noiseMoments(points, target);
  }

  @Override
  public List<LayerInfo> layers() {
    return able(Layered.class).layers();
  }

  @Override
  public LayerInfo layer(String selector) {
    return able(Layered.class).layer(selector);
  }

  @Override
  public Tensor activation(String layer, Tensor input) {
    forward.add(input.rows());
    return able(Layered.class).activation(layer, input);
  }

  @Override
  public LayerGradient layerGradient(String layer, Tensor input, Target target) {
    gradient.add(input.rows());
    return able(Layered.class).layerGradient(layer, input, target);
  }

  @Override
  public Differentiable above(String layer, Tensor input) {
    return new CountingModel(able(Layered.class).above(layer, input), forward, gradient);
  }

  @Override
  public Differentiable below(String layer) {
    return new CountingModel(able(Layered.class).below(layer), forward, gradient);
  }

  @Override
  public ScoredGradient gradient(Tensor input, Target target, BackwardRule rule) {
    gradient.add(input.rows());
    return able(RuleBased.class).gradient(input, target, rule);
  }

  @Override
  public RescaledGradient multipliers(Tensor input, Tensor references, Target target) {
    countPairs(input);
    return able(RuleBased.class).multipliers(input, references, target);
  }

  @Override
  public LayerMultipliers multipliers(
      String layer, Tensor input, Tensor references, Target target) {
    countPairs(input);
    return able(RuleBased.class).multipliers(layer, input, references, target);
  }

  private void countPairs(Tensor input) {
    gradient.add(input.rows());
    forward.add(input.rows());
  }

  @Override
  public int attentions() {
    return able(Attentive.class).attentions();
  }

  @Override
  public List<Tensor> attention(Tensor input) {
    forward.add(input.rows());
    return able(Attentive.class).attention(input);
  }

  @Override
  public AttentionGradient attentionGradient(Tensor input, Target target) {
    gradient.add(input.rows());
    return able(Attentive.class).attentionGradient(input, target);
  }

  @Override
  public Forest forest() {
    return able(TreeEnsemble.class).forest();
  }

  private <A extends BlackBox> A able(Class<A> ability) {
    return model.as(ability).orElseThrow();
  }

  @Override
  public void close() {
    model.close();
  }
}
