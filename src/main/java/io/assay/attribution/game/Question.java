package io.assay.attribution.game;

import io.assay.baseline.Coalitions;
import java.util.List;

/**
 * Coalitions to be valued for some rows.
 *
 * @param rows rows of the batch, each once
 * @param coalitions the same for all of these rows, among all players of the game
 */
public record Question(List<Integer> rows, Coalitions coalitions) {
  /** Copies the list. */
  public Question {
    rows = List.copyOf(rows);
  }

  /** Returns the same question about some of the rows. */
  Question slice(int from, int to) {
    return new Question(rows.subList(from, to), coalitions);
  }
}
