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
import java.util.Arrays;
import java.util.List;

/**
 * How much attention each token receives: a visualisation of what the model looks at, not of what
 * its score rests on.
 *
 * <pre>
 * M_j = mean over the chosen attentions, heads h and queries i of A_hij
 * </pre>
 *
 * Source: Bahdanau, Cho and Bengio (2015), Neural Machine Translation by Jointly Learning to Align
 * and Translate, arXiv 1409.0473, figure 3, for the self-attention of Vaswani et al. (2017), arXiv
 * 1706.03762. Jain and Wallace (2019), Attention is not Explanation, arXiv 1902.10186, show that
 * other weights can give the same score. Tokens are the positions of the input; a padded token is
 * one like any other and shows what is looked at there. Patches of a picture in a square, with or
 * without a token before them, are spread evenly over their pixels; a group gets the sum of its
 * members.
 *
 * <p>Cost of a row: two forward passes; memory for the weights of all attentions.
 *
 * <p>Guarantees: deterministic; the same for every output; values are shares of attention, and add
 * up to one where every key is a token of the input.
 */
public final class AttentionMaps implements AttributionMethod<Attentive> {
  /**
   * Which attention is shown.
   *
   * @param attention {@code mean}, {@code last} or a number from 0
   * @param head {@code mean}, {@code last} or a number from 0
   * @param query {@code mean}, {@code last} or a number from 0
   */
  public record Options(
      @Setting(
              meaning = "Which attention of the pass, in the order of computation.",
              standard = "last",
              allowed = Pick.ALLOWED)
          String attention,
      @Setting(meaning = "Which head of it.", standard = "mean", allowed = Pick.ALLOWED)
          String head,
      @Setting(
              meaning =
                  "Whose attention is shown: the mean over all tokens, or that of one, such as 0.",
              standard = "mean",
              allowed = Pick.ALLOWED)
          String query) {
    /** Checks the words. */
    public Options {
      new Pick("attention-maps.attention", attention);
      new Pick("attention-maps.head", head);
      new Pick("attention-maps.query", query);
    }

    /** Returns the defaults. */
    public static Options standard() {
      return new Options("last", "mean", "mean");
    }
  }

  /** What the method is. */
  public static final MethodInfo<Attentive> INFO =
      new MethodInfo<>(
          "attention-maps",
          "Attention Maps",
          "How much attention each token receives. A visualisation, not a cause of the score.",
          Attentive.class,
          Scale.INNER,
          Completeness.NONE,
          false,
          false,
          "2 forwards",
          "Bahdanau, Cho, Bengio (2015), Neural Machine Translation by Jointly Learning to Align and"
              + " Translate, arXiv 1409.0473");

  private final Options options;

  /** Creates the method. */
  public AttentionMaps(Options options) {
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
    List<Tensor> all = model.attention(input);
    List<Tensor> chosen =
        Arrays.stream(new Pick("attention-maps.attention", options.attention()).of(all.size()))
            .mapToObj(all::get)
            .toList();
    int keys = chosen.get(0).size(3);
    int slots = request.target().slots();
    Tensor values =
        TokenHeights.values(
            INFO.key(), model, request, keys, scalar -> heights(chosen, scalar / slots, keys));
    Tensor scores = model.score(input, request.target());
    return CamRun.result(request, values, scores, ModelCalls.same(input.rows(), 2, 0, 0));
  }

  private double[] heights(List<Tensor> chosen, int row, int keys) {
    Pick head = new Pick("attention-maps.head", options.head());
    Pick query = new Pick("attention-maps.query", options.query());
    double[] heights = new double[keys];
    for (Tensor weights : chosen) {
      int[] heads = head.of(weights.size(1));
      int queries = weights.size(2);
      double[][] mean =
          AttentionSquare.mean(
              heads.length,
              queries,
              keys,
              (at, from, to) -> weights.at(row, (heads[at] * queries + from) * keys + to));
      double[] ofQueries = AttentionSquare.mean(mean, query);
      for (int key = 0; key < keys; key++) {
        heights[key] += ofQueries[key] / chosen.size();
      }
    }
    return heights;
  }
}
