package io.assay.attribution.shapley.surrogate;

import io.assay.baseline.Coalitions;
import io.assay.baseline.Masker;
import io.assay.tensor.Tensor;
import java.util.BitSet;
import java.util.Optional;

/** Leaves rows as they are, whoever is absent. */
record Untouched(Tensor input) implements Masker {
  @Override
  public int players() {
    return length();
  }

  @Override
  public int length() {
    return input.rowLength();
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
    return Optional.empty();
  }

  @Override
  public BitSet active(int row, int reference) {
    return new BitSet();
  }

  @Override
  public void write(
      int row, Coalitions coalitions, int coalition, int reference, float[] into, int offset) {
    System.arraycopy(input.values(), row * length(), into, offset, length());
  }
}
