package io.assay.global.loss;

/** By how much each player lowers the model's loss about each of some rows. */
final class RowLosses {
  private final String target;
  private final int players;
  private final double[] reductions; // [rows, players]
  private final double[] full;
  private final double[] empty;
  private long calls;

  RowLosses(String target, int rows, int players) {
    this.target = target;
    this.players = players;
    this.reductions = new double[rows * players];
    this.full = new double[rows];
    this.empty = new double[rows];
  }

  void set(int row, double fullLoss, double emptyLoss) {
    full[row] = fullLoss;
    empty[row] = emptyLoss;
  }

  void add(int row, int player, double reduction) {
    reductions[row * players + player] += reduction;
  }

  void took(long modelCalls) {
    calls = modelCalls;
  }

  /** Returns how many inputs the model was asked about. */
  long calls() {
    return calls;
  }

  /** Returns what of the model's answers is looked at. */
  String target() {
    return target;
  }

  /** Returns how many rows there are. */
  int rows() {
    return full.length;
  }

  /** Returns how many players there are. */
  int players() {
    return players;
  }

  /** Returns by how much knowing a player lowers the loss about a row, in units of the loss. */
  double reduction(int row, int player) {
    return reductions[row * players + player];
  }

  /** Returns the loss about a row of which all is known. */
  double full(int row) {
    return full[row];
  }

  /** Returns the loss about a row of which nothing is known. */
  double empty(int row) {
    return empty[row];
  }

  /** Returns whether all that is known of a row is numbers. */
  boolean isFinite(int row) {
    double sum = full[row] + empty[row];
    for (int player = 0; player < players; player++) {
      sum += reductions[row * players + player];
    }
    return Double.isFinite(sum);
  }
}
