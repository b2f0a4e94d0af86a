package io.assay.attribution.game;

import io.assay.baseline.Coalitions;
import io.assay.baseline.Masker;
import io.assay.baseline.ReplacementMasker;
import io.assay.model.MaskedInputs;
import io.assay.tensor.Tensor;
import java.util.Arrays;

/** The inputs of one model call, each of some row, coalition and reference. */
final class Items {
  private final int[] rows;
  private final int[] references;
  private final int[] numbers; // of the coalition in its list
  private final Coalitions[] lists;
  private int size;

  /** Makes room for so many inputs. */
  Items(int most) {
    this.rows = new int[most];
    this.references = new int[most];
    this.numbers = new int[most];
    this.lists = new Coalitions[most];
  }

  void add(int row, Coalitions list, int number, int reference) {
    rows[size] = row;
    lists[size] = list;
    numbers[size] = number;
    references[size] = reference;
    size++;
  }

  boolean isEmpty() {
    return size == 0;
  }

  boolean isFull() {
    return size == rows.length;
  }

  /** Returns the explained row of every input. */
  int[] rows() {
    return Arrays.copyOf(rows, size);
  }

  /**
   * Writes the inputs.
   *
   * @param shape of one input
   * @return [inputs, shape]
   */
  Tensor compose(Masker masker, int[] shape) {
    int length = masker.length();
    float[] composed = new float[Math.multiplyExact(size, length)];
    for (int i = 0; i < size; i++) {
      masker.write(rows[i], lists[i], numbers[i], references[i], composed, i * length);
    }
    int[] all = new int[shape.length + 1];
    all[0] = size;
    System.arraycopy(shape, 0, all, 1, shape.length);
    return Tensor.of(composed, all);
  }

  /** Describes the inputs without writing them. */
  MaskedInputs described(ReplacementMasker masker) {
    return new Described(this, masker);
  }

  private record Described(Items items, ReplacementMasker masker) implements MaskedInputs {
    @Override
    public Tensor rows() {
      return masker.input();
    }

    @Override
    public Tensor references() {
      return masker.empty().orElseThrow();
    }

    @Override
    public int players() {
      return masker.players();
    }

    @Override
    public int playerOf(int position) {
      return masker.playerOf(position);
    }

    @Override
    public int size() {
      return items.size;
    }

    @Override
    public int row(int item) {
      return items.rows[item];
    }

    @Override
    public int reference(int item) {
      return items.references[item];
    }

    @Override
    public long present(int item, int word) {
      return items.lists[item].word(items.numbers[item], word);
    }
  }
}
