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
import io.assay.model.AttentionGradient;
import io.assay.model.Attentive;
import io.assay.tensor.Tensor;

/**
 * Attention times the gradient of the score there, of which what is positive is followed through
 * all layers down to the tokens.
 *
 * <pre>
 * R_0 = I     R_l = R_(l-1) + E_h[(dF / dA_l * A_l)+] R_(l-1)     values: a row of R_L - I
 * </pre>
 *
 * Source: Chefer, Gur and Wolf (2021), Generic Attention-model Explainability for Interpreting
 * Bi-Modal and Encoder-Decoder Transformers, arXiv 2103.15679, equations 5 and 6, for
 * self-attention. The identity that the rule begins with is taken off again: the paper drops the
 * query itself, and a model that pools over tokens has no such query. Shown is the row of one
 * query, or the mean over all. Tokens are the positions of the input; a padded token is one like
 * any other and shows what is looked at there. Patches of a picture in a square, with or without a
 * token before them, are spread evenly over their pixels; a group gets the sum of its members.
 *
 * <p>Cost of a row: one gradient call; memory for the weights of all attentions and one gradient of
 * them a slot.
 *
 * <p>Guarantees: deterministic; no value under zero; zero where the score does not depend on
 * attention. Values do not add up to the score.
 */
public final class GradientXAttention implements AttributionMethod<Attentive> {
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
      new Pick("gradient-x-attention.query", query);
    }

    /** Returns the defaults. */
    public static Options standard() {
      return new Options("mean");
    }
  }

  /** What the method is. */
  public static final MethodInfo<Attentive> INFO =
      new MethodInfo<>(
          "gradient-x-attention",
          "Gradient × Attention",
          "Attention times its gradient, what is positive, followed through all layers to the tokens.",
          Attentive.class,
          Scale.SCORE,
          Completeness.NONE,
          false,
          false,
          "1 gradient",
          "Chefer, Gur, Wolf (2021), Generic Attention-model Explainability for Interpreting Bi-Modal"
              + " and Encoder-Decoder Transformers, arXiv 2103.15679");

  private final Options options;

  /** Creates the method. */
  public GradientXAttention(Options options) {
    this.options = options;
  }

  @Override
  public MethodInfo<Attentive> info() {
    return INFO;
  }

  @Override
  public CallsPerRow callsPerRow(int groups, int references) {
    return new CallsPerRow(0, 1);
  }

  @Override
  public Attributions attribute(Attentive model, AttributionRequest request) {
    AttentionGradient at = model.attentionGradient(request.batch().input(), request.target());
    int tokens = AttentionSquare.tokens(INFO.key(), at.weights());
    Pick query = new Pick("gradient-x-attention.query", options.query());
    int slots = request.target().slots();
    Tensor values =
        TokenHeights.values(
            INFO.key(),
            model,
            request,
            tokens,
            scalar -> AttentionSquare.mean(flow(at, scalar, scalar / slots, tokens), query));
    return CamRun.result(
        request, values, at.scores(), ModelCalls.same(request.batch().rows(), 0, 1, 0));
  }

  private static double[][] flow(AttentionGradient at, int scalar, int row, int tokens) {
    double[][] flow = AttentionSquare.identity(tokens);
    for (int layer = 0; layer < at.weights().size(); layer++) {
      Tensor weights = at.weights().get(layer);
      Tensor gradients = at.gradients().get(layer);
      int length = weights.rowLength();
      double[][] positive =
          AttentionSquare.mean(
              weights.size(1),
              tokens,
              tokens,
              (head, query, key) -> {
                int entry = (head * tokens + query) * tokens + key;
                double product =
                    (double) gradients.at(scalar * length + entry) * weights.at(row, entry);
                return Math.max(0, product);
              });
      flow = sum(flow, AttentionSquare.product(positive, flow), 1);
    }
    return sum(flow, AttentionSquare.identity(tokens), -1);
  }

  private static double[][] sum(double[][] left, double[][] right, double sign) {
    double[][] sum = new double[left.length][left.length];
    for (int query = 0; query < left.length; query++) {
      for (int key = 0; key < left.length; key++) {
        sum[query][key] = left[query][key] + sign * right[query][key];
      }
    }
    return sum;
  }
}
