package io.assay.baseline;

import io.assay.tensor.Tensor;
import java.util.BitSet;
import java.util.Optional;

/**
 * Absent tokens are taken out, the rest move up, and padding fills the end. A token that equals the
 * baseline's at its place cannot be absent and stays: padding does, and so does a token with a
 * meaning of its own, such as {@code [CLS]}, where the baseline has it too; where it has not, such
 * a token is a player like any other.
 *
 * <p>There is one composed input a coalition. The empty coalition is nothing but padding where the
 * baseline is; otherwise it is what stays of each row.
 */
public final class Deletion implements Masking {
  private final int padding;

  /**
   * Creates the rule.
   *
   * @param padding the id that fills the end
   */
  public Deletion(int padding) {
    this.padding = padding;
  }

  /**
   * Returns the masker of a batch.
   *
   * @param input [rows, tokens], ids
   * @param baseline one row
   * @throws IllegalArgumentException if rows are no lists of tokens, the baseline has several rows,
   *     or the three have not the same width
   */
  @Override
  public Masker masker(Tensor input, Baseline baseline, FeatureGroups groups) {
    if (input.rank() != 2) {
      throw new IllegalArgumentException(
          "cannot delete from rows with %d axes; need one axis of tokens"
              .formatted(input.rank() - 1));
    }
    if (baseline.size() != 1) {
      throw new IllegalArgumentException(
          "deletion over a background of %d rows; need a baseline of one row, such as padding"
              .formatted(baseline.size()));
    }
    return new Shortened(new ReplacementMasker(input, baseline, groups), baseline.rows(), padding);
  }

  /** Leaves out what a replacement would take from the baseline. */
  private static final class Shortened implements Masker {
    private final ReplacementMasker replacement;
    private final Tensor baseline;
    private final int padding;

    Shortened(ReplacementMasker replacement, Tensor baseline, int padding) {
      this.replacement = replacement;
      this.baseline = baseline;
      this.padding = padding;
    }

    @Override
    public int players() {
      return replacement.players();
    }

    @Override
    public int length() {
      return replacement.length();
    }

    @Override
    public int references() {
      return 1;
    }

    @Override
    public double weight(int reference) {
      return 1;
    }

    @Override
    public Optional<Tensor> empty() {
      for (float token : baseline.values()) {
        if (token != padding) {
          return Optional.empty();
        }
      }
      return Optional.of(baseline);
    }

    @Override
    public BitSet active(int row, int reference) {
      return replacement.active(row, reference);
    }

    @Override
    public void write(
        int row, Coalitions coalitions, int coalition, int reference, float[] into, int offset) {
      Tensor input = replacement.input();
      int end = offset;
      for (int position = 0; position < length(); position++) {
        float token = input.at(row, position);
        if (token == baseline.at(position)
            || coalitions.contains(coalition, replacement.playerOf(position))) {
          into[end++] = token;
        }
      }
      while (end < offset + length()) {
        into[end++] = padding;
      }
    }
  }
}
