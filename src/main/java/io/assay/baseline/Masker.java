package io.assay.baseline;

import io.assay.tensor.Tensor;
import java.util.BitSet;
import java.util.Optional;

/**
 * Composes the inputs at which coalitions of a batch's rows are valued. The value of a coalition is
 * the weighted mean of the model's scores over {@link #references} composed inputs. A composed
 * input is a function of its row, coalition and reference alone; the full coalition's is the row
 * itself.
 */
public interface Masker {
  /** Returns how many players a row has. */
  int players();

  /** Returns how many values a composed input holds. */
  int length();

  /** Returns over how many composed inputs the value of a coalition is the mean, at least 1. */
  int references();

  /** Returns the weight of a reference; all weights sum to one. */
  double weight(int reference);

  /**
   * Returns the first reference that composes the same inputs as this one, whatever the row and the
   * coalition; the reference itself where there is none before it, or where that is not known.
   */
  default int twin(int reference) {
    return reference;
  }

  /**
   * Returns the composed inputs of the empty coalition, [references, ...], if they are the same for
   * every row.
   */
  Optional<Tensor> empty();

  /**
   * Returns the players whose presence can change the composed input of a row and reference. Two
   * coalitions with the same active players compose the same input.
   */
  BitSet active(int row, int reference);

  /**
   * Writes one composed input.
   *
   * @param row the explained row
   * @param coalitions over this masker's players
   * @param coalition which of them is present
   * @param reference which of the references stands for the absent
   * @param into takes {@link #length} values
   * @param offset where the first one goes
   */
  void write(
      int row, Coalitions coalitions, int coalition, int reference, float[] into, int offset);
}
