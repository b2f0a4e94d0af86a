package io.assay.baseline;

/** Where the values of every player stand in a row: runs of neighbouring positions. */
final class Runs {
  private final boolean isEachOnePosition; // player p is position p
  private final int[] firsts; // [players + 1] the first run of each player
  private final int[] starts; // [runs]
  private final int[] lengths; // [runs]

  /**
   * Finds the runs.
   *
   * @param playerOf the player of every position
   * @param players how many there are
   */
  Runs(int[] playerOf, int players) {
    this.firsts = new int[players + 1];
    boolean isIdentity = playerOf.length == players;
    for (int position = 0; position < playerOf.length; position++) {
      isIdentity &= playerOf[position] == position;
      if (startsRun(playerOf, position)) {
        firsts[playerOf[position] + 1]++;
      }
    }
    for (int player = 0; player < players; player++) {
      firsts[player + 1] += firsts[player];
    }
    this.isEachOnePosition = isIdentity;
    this.starts = new int[firsts[players]];
    this.lengths = new int[firsts[players]];
    fill(playerOf);
  }

  private void fill(int[] playerOf) {
    int[] next = firsts.clone();
    for (int position = 0; position < playerOf.length; position++) {
      int player = playerOf[position];
      if (startsRun(playerOf, position)) {
        starts[next[player]++] = position;
      }
      lengths[next[player] - 1]++;
    }
  }

  private static boolean startsRun(int[] playerOf, int position) {
    return position == 0 || playerOf[position] != playerOf[position - 1];
  }

  /**
   * Copies the values of up to 64 players from one row to another.
   *
   * @param bits which of them; the first is in the lowest bit
   * @param player the number of the first
   */
  void copy(long bits, int player, float[] from, int fromOffset, float[] into, int intoOffset) {
    if (isEachOnePosition) {
      int read = fromOffset + player;
      int write = intoOffset + player;
      for (long left = bits; left != 0; left &= left - 1) {
        int bit = Long.numberOfTrailingZeros(left);
        into[write + bit] = from[read + bit];
      }
      return;
    }
    for (long left = bits; left != 0; left &= left - 1) {
      int of = player + Long.numberOfTrailingZeros(left);
      for (int run = firsts[of]; run < firsts[of + 1]; run++) {
        int start = starts[run];
        System.arraycopy(from, fromOffset + start, into, intoOffset + start, lengths[run]);
      }
    }
  }
}
