package io.assay.attribution.perturbation;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.game.CoalitionGame;
import io.assay.attribution.game.Question;
import io.assay.baseline.Coalitions;
import io.assay.model.BlackBox;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * What scores lose when some players are taken away and all others stay, for many choices of some.
 *
 * <pre>
 * loss(R) = v(all) - v(all without R)
 * </pre>
 *
 * <p>Both are sums over the references, so that players who change nothing lose exactly nothing.
 */
final class Removals {
  /** 64-bit words of coalitions held at once: 8 MiB. */
  private static final int WORDS_AT_ONCE = 1 << 20;

  private final AttributionRequest request;
  private final CoalitionGame game;
  private final int removals;

  /** Prepares so many removals from every row of a request. */
  Removals(BlackBox model, AttributionRequest request, int removals) {
    this.request = request;
    this.game = new CoalitionGame(model, request);
    this.removals = removals;
  }

  /**
   * Takes away.
   *
   * @param removed the players of each removal
   * @return [rows, slots, removals], score units
   */
  double[] losses(IntFunction<BitSet> removed) {
    double[] losses = new double[Math.multiplyExact(game.rows() * game.slots(), removals)];
    List<Integer> rows = IntStream.range(0, game.rows()).boxed().toList();
    int atOnce = Math.max(1, WORDS_AT_ONCE / (game.players() / Long.SIZE + 1) - 1);
    for (int start = 0; start < removals; start += atOnce) {
      int first = start;
      int size = Math.min(atOnce, removals - start);
      game.values(
          List.of(new Question(rows, left(removed, first, size))),
          (question, from, to, values) -> {
            for (int scalar = 0; scalar < (to - from) * game.slots(); scalar++) {
              int at = (from * game.slots() + scalar) * removals + first;
              for (int i = 0; i < size; i++) {
                losses[at + i] = values[scalar * (size + 1)] - values[scalar * (size + 1) + 1 + i];
              }
            }
          });
    }
    return losses;
  }

  /** Returns the coalition of all, and those that some removals leave. */
  private Coalitions left(IntFunction<BitSet> removed, int from, int size) {
    BitSet all = new BitSet(game.players());
    all.set(0, game.players());
    List<BitSet> left = new ArrayList<>(size + 1);
    left.add(all);
    for (int i = 0; i < size; i++) {
      BitSet rest = (BitSet) all.clone();
      rest.andNot(removed.apply(from + i));
      left.add(rest);
    }
    return Coalitions.of(game.players(), left);
  }

  /** Returns the result of the request. */
  Attributions result(Tensor values) {
    return new Attributions(
        request.batch().rowIds(),
        values,
        game.scores(),
        game.baselineScores(),
        Optional.empty(),
        List.of(),
        game.calls());
  }
}
