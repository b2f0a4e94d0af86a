package io.assay.attribution.shapley;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.MethodInfo;
import io.assay.attribution.MethodInfo.Completeness;
import io.assay.attribution.MethodInfo.Scale;
import io.assay.attribution.game.CoalitionGame;
import io.assay.baseline.Coalitions;
import io.assay.model.BlackBox;
import io.assay.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Shapley values by enumeration of every coalition: what each player adds to the score, averaged
 * over all orders in which players can appear.
 *
 * <pre>
 * phi_i = sum over S without i of |S|! (p - |S| - 1)! / p! * (v(S + i) - v(S))
 * v(S)  = mean over the background b of f(x_S, b_rest)
 * </pre>
 *
 * Source: Shapley (1953), A Value for n-Person Games, doi 10.1515/9781400881970-018; as the
 * attribution of a model, Lundberg and Lee (2017), A Unified Approach to Interpreting Model
 * Predictions, arXiv 1705.07874, equations 4 and 9 (interventional). Players are feature groups.
 *
 * <p>Cost of a row: 1 + (2^p - 2) x references forward calls for p players, whatever the number of
 * slots; the baseline's own scores are shared by a batch. Memory: 8 MiB of values, or 2^p float64 a
 * slot if that is more, and one model call of at most 8,192 inputs.
 *
 * <p>Guarantees: deterministic; complete up to rounding; a player that never matters gets exactly
 * 0; players that matter alike get the same. Sums are held in float64.
 */
public final class ExactShapley implements AttributionMethod<BlackBox> {
  /** The method has no options. */
  public record Options() {
    /** Returns the defaults. */
    public static Options standard() {
      return new Options();
    }
  }

  /** What the method is. */
  public static final MethodInfo<BlackBox> INFO =
      new MethodInfo<>(
          "exact-shapley",
          "Exact Shapley values",
          "Shapley values by enumeration of all coalitions of up to 16 features or groups.",
          BlackBox.class,
          Scale.SCORE,
          Completeness.EXACT,
          true,
          false,
          "1 + (2^players - 2) x references forward",
          "Shapley (1953), A Value for n-Person Games, doi 10.1515/9781400881970-018;"
              + " Lundberg, Lee (2017), arXiv 1705.07874");

  private static final int MOST_PLAYERS = 16;

  /** Creates the method. */
  public ExactShapley(Options options) {}

  @Override
  public MethodInfo<BlackBox> info() {
    return INFO;
  }

  @Override
  public CallsPerRow callsPerRow(int groups, int references) {
    checkPlayers(groups);
    return new CallsPerRow(CoalitionGame.callsPerRow((1 << groups) - 2, references), 0);
  }

  @Override
  public long heldBytes(List<Integer> rowShape, int groups) {
    return CoalitionGame.bytesHeld(rowShape);
  }

  private static void checkPlayers(int players) {
    if (players < 1 || players > MOST_PLAYERS) {
      throw new IllegalArgumentException(
          "exact-shapley enumerates 1 to %d players, not %d; declare feature groups, or use"
                  .formatted(MOST_PLAYERS, players)
              + " kernel-shap");
    }
  }

  /**
   * Explains a batch.
   *
   * @throws IllegalArgumentException if there are more than 16 players
   */
  @Override
  public Attributions attribute(BlackBox model, AttributionRequest request) {
    int players = request.groups().size();
    checkPlayers(players);
    Coalitions coalitions = Coalitions.proper(players);
    CoalitionGame game = new CoalitionGame(model, request);
    float[] values = new float[Math.multiplyExact(game.rows() * game.slots(), players)];
    int step = game.rowsAtOnce(coalitions.size());
    for (int from = 0; from < game.rows(); from += step) {
      int[] rows = IntStream.range(from, Math.min(game.rows(), from + step)).toArray();
      explain(game, rows, players, game.values(rows, coalitions), values);
    }
    return new Attributions(
        request.batch().rowIds(),
        Tensor.of(values, game.rows(), game.slots(), players),
        game.scores(),
        game.baselineScores(),
        Optional.empty(),
        List.of(),
        game.calls());
  }

  private static void explain(
      CoalitionGame game, int[] rows, int players, double[] inner, float[] into) {
    double[] table = new double[1 << players];
    int proper = table.length - 2;
    for (int i = 0; i < rows.length; i++) {
      for (int slot = 0; slot < game.slots(); slot++) {
        System.arraycopy(inner, (i * game.slots() + slot) * proper, table, 1, proper);
        table[0] = game.empty(rows[i], slot);
        table[table.length - 1] = game.full(rows[i], slot);
        double[] shapley = ofTable(players, table);
        for (int player = 0; player < players; player++) {
          into[(rows[i] * game.slots() + slot) * players + player] = (float) shapley[player];
        }
      }
    }
  }

  /**
   * Returns the Shapley values of a game.
   *
   * @param players how many there are
   * @param table [2^players] the value of each coalition; bit i of the index says that player i is
   *     present
   */
  static double[] ofTable(int players, double[] table) {
    double[] weights = weights(players);
    double[] values = new double[players];
    for (int player = 0; player < players; player++) {
      int bit = 1 << player;
      double sum = 0;
      for (int coalition = 0; coalition < table.length; coalition++) {
        if ((coalition & bit) == 0) {
          sum += weights[Integer.bitCount(coalition)] * (table[coalition | bit] - table[coalition]);
        }
      }
      values[player] = sum;
    }
    return values;
  }

  /** Returns s! (p - s - 1)! / p! for each size s of a coalition without the player. */
  static double[] weights(int players) {
    double[] weights = new double[players];
    weights[0] = 1.0 / players;
    for (int size = 1; size < players; size++) {
      weights[size] = weights[size - 1] * size / (players - size);
    }
    return weights;
  }
}
