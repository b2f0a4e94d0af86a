package io.assay.attribution.tree.table;

/**
 * For a leaf and each set of its players, the share in which exactly these, if absent, satisfy its
 * questions: of the training data, or of the background. Bit j of a set is player j.
 */
sealed interface LeafShares {
  /** Returns how many players there are. */
  int players();

  /**
   * Writes, for each set of players that the row satisfies, the probability that the leaf is
   * reached if every player is present with the same probability.
   *
   * @param present that probability, 0 to 1, both excluded
   * @param reached one number a set
   */
  void reached(double present, double[] reached);

  /**
   * Players that are satisfied independently of each other, with these shares: the probability is
   * the product of (1 - q) z_j + q p_j.
   */
  final class Independent implements LeafShares {
    private final double[] shares;

    /** Takes the shares over, one a player. */
    Independent(double[] shares) {
      this.shares = shares;
    }

    @Override
    public int players() {
      return shares.length;
    }

    @Override
    public void reached(double present, double[] reached) {
      reached[0] = 1;
      for (int player = 0; player < shares.length; player++) {
        double without = (1 - present) * shares[player];
        double with = without + present;
        int half = 1 << player;
        for (int set = 0; set < half; set++) {
          reached[half + set] = reached[set] * with;
          reached[set] *= without;
        }
      }
    }
  }

  /**
   * Shares that were counted, one a set b: the probability is their sum, each times the product of
   * q p_j + (1 - q) b_j; player after player, [[0, 1 - q], [q, 1]].
   */
  final class Counted implements LeafShares {
    private final int players;
    private final double[] shares;

    /** Takes the shares over, one a set of the players. */
    Counted(int players, double[] shares) {
      this.players = players;
      this.shares = shares;
    }

    @Override
    public int players() {
      return players;
    }

    @Override
    public void reached(double present, double[] reached) {
      int sets = 1 << players;
      System.arraycopy(shares, 0, reached, 0, sets);
      for (int half = 1; half < sets; half <<= 1) {
        for (int block = 0; block < sets; block += 2 * half) {
          for (int set = block; set < block + half; set++) {
            double neither = reached[set];
            double satisfied = reached[set + half];
            reached[set] = (1 - present) * satisfied;
            reached[set + half] = present * neither + satisfied;
          }
        }
      }
    }
  }
}
