package io.assay.attribution.layer;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.MethodInfo;
import io.assay.attribution.MethodInfo.Completeness;
import io.assay.attribution.MethodInfo.Scale;
import io.assay.attribution.ModelCalls;
import io.assay.attribution.Setting;
import io.assay.model.Attentive;
import io.assay.tensor.Tensor;
import java.util.List;

/**
 * Attention followed through all layers down to the tokens: a visualisation, not faithful to what
 * the score rests on, which it never looks at.
 *
 * <pre>
 * R_0 = I        R_l = (A_l + I) / 2 R_(l-1)        A_l the mean over the heads
 * </pre>
 *
 * Source: Abnar and Zuidema (2020), Quantifying Attention Flow in Transformers, arXiv 2005.00928,
 * equation 1. Shown is the row of R of one query, or the mean over all. Tokens are the positions of
 * the input; a padded token is one like any other and shows what is looked at there. Patches of a
 * picture in a square, with or without a token before them, are spread evenly over their pixels; a
 * group gets the sum of its members.
 *
 * <p>Cost of a row: two forward passes; memory for the weights of all attentions.
 *
 * <p>Guarantees: deterministic; the same for every output; over all tokens of self-attention shares
 * sum to one.
 */
public final class AttentionRollout implements AttributionMethod<Attentive> {
  /**
   * Which attention is shown.
   *
   * @param query {@code mean}, {@code last} or a number from 0
   */
  public record Options(
      @Setting(
              meaning =
                  "Whose attention is shown: the mean over all tokens, or that of one, such as 0.",
              standard = "mean",
              allowed = Pick.ALLOWED)
          String query) {
    /** Checks the words. */
    public Options {
      new Pick("attention-rollout.query", query);
    }

    /** Returns the defaults. */
    public static Options standard() {
      return new Options("mean");
    }
  }

  /** What the method is. */
  public static final MethodInfo<Attentive> INFO =
      new MethodInfo<>(
          "attention-rollout",
          "Attention Rollout",
          "Attention followed through all layers to the tokens. A visualisation, not faithful.",
          Attentive.class,
          Scale.INNER,
          Completeness.NONE,
          false,
          false,
          "2 forwards",
          "Abnar, Zuidema (2020), Quantifying Attention Flow in Transformers, arXiv 2005.00928");

  private final Options options;

  /** Creates the method. */
  public AttentionRollout(Options options) {
    this.options = options;
  }

  @Override
  public MethodInfo<Attentive> info() {
    return INFO;
  }

  @Override
  public CallsPerRow callsPerRow(int groups, int references) {
    return new CallsPerRow(2, 0);
  }

  @Override
  public Attributions attribute(Attentive model, AttributionRequest request) {
    Tensor input = request.batch().input();
    List<Tensor> weights = model.attention(input);
    int tokens = AttentionSquare.tokens(INFO.key(), weights);
    Pick query = new Pick("attention-rollout.query", options.query());
    int slots = request.target().slots();
    Tensor values =
        TokenHeights.values(
            INFO.key(),
            model,
            request,
            tokens,
            scalar -> AttentionSquare.mean(rollout(weights, scalar / slots, tokens), query));
    Tensor scores = model.score(input, request.target());
    return CamRun.result(request, values, scores, ModelCalls.same(input.rows(), 2, 0, 0));
  }

  private static double[][] rollout(List<Tensor> weights, int row, int tokens) {
    double[][] rollout = AttentionSquare.identity(tokens);
    for (Tensor each : weights) {
      double[][] mixed = AttentionSquare.mean(each, row);
      for (int query = 0; query < tokens; query++) {
        for (int key = 0; key < tokens; key++) {
          mixed[query][key] = (mixed[query][key] + (query == key ? 1 : 0)) / 2;
        }
      }
      rollout = AttentionSquare.product(mixed, rollout);
    }
    return rollout;
  }
}
