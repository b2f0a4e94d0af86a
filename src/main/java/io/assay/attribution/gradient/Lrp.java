package io.assay.attribution.gradient;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.MethodInfo;
import io.assay.attribution.MethodInfo.Completeness;
import io.assay.attribution.MethodInfo.Scale;
import io.assay.attribution.Setting;
import io.assay.model.BackwardRule;
import io.assay.model.RuleBased;

/**
 * The score passed back through the network, each layer handing on what it gets in proportion to
 * what its inputs gave it.
 *
 * <pre>
 * R_i = sum over k of x_i r(w_ik) / (e + sum over j of x_j r(w_jk)) * R_k,  R at the output = f(x)
 * epsilon: r(w) = w, e of the size epsilon and the sum's sign
 * gamma:   r(w) = w + gamma max(0, w)
 * z-plus:  r(w) = w where x w is positive, else 0
 * </pre>
 *
 * Source: Bach, Binder, Montavon, Klauschen, Müller and Samek (2015), doi
 * 10.1371/journal.pone.0130140, equation 58 (epsilon); Montavon, Lapuschkin, Binder, Samek and
 * Müller (2017), doi 10.1016/j.patcog.2016.11.008 (z-plus); Montavon, Binder, Lapuschkin, Samek and
 * Müller (2019), doi 10.1007/978-3-030-28954-6_10, section 10.2.1 (gamma). An activation passes on
 * what it gets. One rule serves all layers, where the last paper mixes them. A group of features
 * gets the sum of its members.
 *
 * <p>Cost of a row: one forward and one modified backward pass; memory for one gradient a slot.
 *
 * <p>Guarantees: deterministic; a feature that is not read, or is zero, gets zero. Values add up to
 * the score of a network without biases, up to epsilon; a bias keeps its share, which is shown
 * nowhere.
 */
public final class Lrp implements AttributionMethod<RuleBased> {
  /** How a layer shares out what it gets. */
  public enum Rule {
    /** In proportion to weight times input, small sums held off zero. */
    EPSILON,
    /** Among positive products alone. */
    Z_PLUS,
    /** With positive weights strengthened. */
    GAMMA
  }

  /**
   * How a layer shares out what it gets.
   *
   * @param rule of all layers
   * @param epsilon of the epsilon rule: added to the size of every sum, 1e-12 to 1e6; more of it
   *     lets weak and contradictory shares vanish. Other rules ignore it
   * @param gamma of the gamma rule: how much positive weights are strengthened, 0 to 1e6. Other
   *     rules ignore it
   */
  public record Options(
      @Setting(
              meaning = "How a layer shares out what it gets among its inputs.",
              standard = "epsilon",
              allowed = "epsilon, z-plus, gamma")
          Rule rule,
      @Setting(
              meaning = "For epsilon: what is added to the size of every sum.",
              standard = "1e-6",
              allowed = "1e-12 to 1e6")
          double epsilon,
      @Setting(
              meaning = "For gamma: by what share positive weights are strengthened.",
              standard = "0.25",
              allowed = "0 to 1e6")
          double gamma) {
    /** Checks the ranges. */
    public Options {
      if (!(epsilon >= 1e-12 && epsilon <= 1e6)) {
        throw new IllegalArgumentException("lrp.epsilon is " + epsilon + "; need 1e-12 to 1e6");
      }
      if (!(gamma >= 0 && gamma <= 1e6)) {
        throw new IllegalArgumentException("lrp.gamma is " + gamma + "; need 0 to 1e6");
      }
    }

    /** Returns the defaults. */
    public static Options standard() {
      return new Options(Rule.EPSILON, 1e-6, 0.25);
    }

    /** Returns a rule with its own parameter at its default. */
    public static Options of(Rule rule) {
      return new Options(rule, standard().epsilon(), standard().gamma());
    }
  }

  /** What the method is. */
  public static final MethodInfo<RuleBased> INFO =
      new MethodInfo<>(
          "lrp",
          "Layer-wise Relevance Propagation",
          "The score passed back layer by layer in proportion to what each input gave.",
          RuleBased.class,
          Scale.SCORE,
          Completeness.NONE,
          false,
          false,
          "1 gradient",
          "Bach, Binder, Montavon, Klauschen, Müller, Samek (2015),"
              + " doi 10.1371/journal.pone.0130140");

  private final BackwardRule rule;

  /** Creates the method. */
  public Lrp(Options options) {
    this.rule =
        switch (options.rule()) {
          case EPSILON -> new BackwardRule.LrpEpsilon(options.epsilon());
          case Z_PLUS -> new BackwardRule.LrpZPlus();
          case GAMMA -> new BackwardRule.LrpGamma(options.gamma());
        };
  }

  @Override
  public MethodInfo<RuleBased> info() {
    return INFO;
  }

  @Override
  public CallsPerRow callsPerRow(int groups, int references) {
    return new CallsPerRow(0, 1);
  }

  /**
   * Explains a batch.
   *
   * @throws io.assay.AssayException MODEL_ABILITY if the rule does not fit what the model computes
   */
  @Override
  public Attributions attribute(RuleBased model, AttributionRequest request) {
    return OnePass.timesInput(
        request, model.gradient(request.batch().input(), request.target(), rule));
  }
}
