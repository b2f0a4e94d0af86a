package io.assay.attribution.game;

import java.util.List;

/**
 * Rows that play the same game: of one bank, with the same players who can change their value. All
 * other players are dummies, worth exactly nothing.
 *
 * @param bank whose coalitions these rows share
 * @param players the numbers of the players who can change the value, ascending; maybe none
 * @param rows rows of the batch, ascending
 */
public record Play(int bank, List<Integer> players, List<Integer> rows) {
  /** Copies the lists. */
  public Play {
    players = List.copyOf(players);
    rows = List.copyOf(rows);
  }
}
