package io.assay.attribution.shapley.operator;

import io.assay.baseline.Coalitions;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Designs of growing size, each a beginning of the next, and the operator of each.
 *
 * @param added for each rung the coalitions beyond those of the rungs below; coalition 2i + 1 is
 *     the complement of coalition 2i
 * @param operators gives the operator of a rung, for the coalitions up to there
 */
public record Ladder(List<Coalitions> added, IntFunction<PairOperator> operators) {
  /** Copies the list. */
  public Ladder {
    added = List.copyOf(added);
  }

  /** Returns the ladder of a single design. */
  public static Ladder of(Coalitions coalitions, PairOperator operator) {
    return new Ladder(List.of(coalitions), rung -> operator);
  }

  /** Returns how much memory the designs and the highest operator take, in bytes. */
  public long bytes() {
    long designs =
        added.stream().mapToLong(each -> (long) Long.BYTES * each.wordsEach() * each.size()).sum();
    return designs + operators.apply(rungs() - 1).bytes();
  }

  /** Returns whether its only rung holds every coalition. */
  public boolean isExact() {
    Coalitions first = added.get(0);
    return first.players() < Integer.SIZE - 1 && first.size() == (1 << first.players()) - 2;
  }

  /** Returns how many rungs there are. */
  public int rungs() {
    return added.size();
  }
}
