package io.assay.attribution.shapley;

import io.assay.baseline.Coalitions;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Exact Owen values along a hierarchy. A branch joins in contexts: coalitions of the players beside
 * it, each with the chance that these are present when it comes. In each context its parts play for
 * what the branch is worth there, as players of a Shapley game:
 *
 * <pre>
 * phi(part) = sum over contexts S of P(S) sum over sets Q of other parts
 *     of |Q|! (m - |Q| - 1)! / m! (v(S + Q + part) - v(S + Q))
 * </pre>
 *
 * The coalitions S + Q are the contexts of the part. What a player gets is thus a weighted sum of
 * differences between coalitions, the same for every row; standard errors are zero.
 */
final class OwenEstimator implements Estimator {
  private static final int NONE = -1;
  private static final int ALL = -2;

  private final int players;
  private final Coalitions coalitions;
  private final int[][] with; // by player: coalitions with it, and in the same order
  private final int[][] without;
  private final double[][] weights;

  OwenEstimator(Hierarchy hierarchy) {
    this.players = hierarchy.players().size();
    this.with = new int[players][];
    this.without = new int[players][];
    this.weights = new double[players][];
    Builder builder = new Builder();
    builder.join(hierarchy, List.of(new Context(new BitSet(), 1)));
    this.coalitions = Coalitions.of(players, builder.valued);
  }

  @Override
  public Coalitions coalitions() {
    return coalitions;
  }

  @Override
  public void explain(
      double[] values, int offset, double empty, double full, double[] into, double[] variances) {
    for (int player = 0; player < players; player++) {
      double sum = 0;
      for (int i = 0; i < weights[player].length; i++) {
        int more = with[player][i];
        int less = without[player][i];
        double gained = more == ALL ? full : values[offset + more];
        gained -= less == NONE ? empty : values[offset + less];
        sum += weights[player][i] * gained;
      }
      into[player] = sum;
      variances[player] = 0;
    }
  }

  /** Players who are present when a branch joins. */
  private record Context(BitSet present, double chance) {
    Context and(BitSet more, double share) {
      BitSet both = (BitSet) present.clone();
      both.or(more);
      return new Context(both, chance * share);
    }
  }

  /** Walks down the hierarchy and numbers the coalitions that it meets. */
  private final class Builder {
    private final Map<BitSet, Integer> numbers = new HashMap<>();
    private final List<BitSet> valued = new ArrayList<>();

    void join(Hierarchy branch, List<Context> contexts) {
      if (branch.isLeaf()) {
        joinPlayer(branch.player(), contexts);
        return;
      }
      List<Hierarchy> parts = branch.parts();
      List<BitSet> members = parts.stream().map(Hierarchy::coalition).toList();
      double[] shares = ExactShapley.weights(parts.size());
      for (int part = 0; part < parts.size(); part++) {
        List<Context> inner = new ArrayList<>();
        for (int set = 0; set < 1 << parts.size(); set++) {
          if ((set >> part & 1) == 0) {
            BitSet others = union(members, set);
            double share = shares[Integer.bitCount(set)];
            contexts.forEach(context -> inner.add(context.and(others, share)));
          }
        }
        join(parts.get(part), inner);
      }
    }

    private static BitSet union(List<BitSet> members, int set) {
      BitSet union = new BitSet();
      for (int part = 0; part < members.size(); part++) {
        if ((set >> part & 1) != 0) {
          union.or(members.get(part));
        }
      }
      return union;
    }

    private void joinPlayer(int player, List<Context> contexts) {
      with[player] = new int[contexts.size()];
      without[player] = new int[contexts.size()];
      weights[player] = new double[contexts.size()];
      for (int i = 0; i < contexts.size(); i++) {
        BitSet present = contexts.get(i).present();
        BitSet joined = (BitSet) present.clone();
        joined.set(player);
        without[player][i] = number(present);
        with[player][i] = number(joined);
        weights[player][i] = contexts.get(i).chance();
      }
    }

    private int number(BitSet coalition) {
      if (coalition.isEmpty()) {
        return NONE;
      }
      if (coalition.cardinality() == players) {
        return ALL;
      }
      Integer known = numbers.putIfAbsent(coalition, valued.size());
      if (known != null) {
        return known;
      }
      valued.add(coalition);
      return valued.size() - 1;
    }
  }
}
