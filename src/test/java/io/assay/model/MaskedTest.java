package io.assay.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MaskedTest {
  private static final int WIDTH = 70_000;

  /** Adds up a row; notes how many rows each call has. */
  private static final class Sums implements Masked {
    private final List<Integer> calls = new ArrayList<>();

    @Override
    public ModelSignature signature() {
      return new ModelSignature(List.of(WIDTH), List.of("sum"), ModelSignature.Unit.RAW);
    }

    @Override
    public Tensor outputs(Tensor input) {
      calls.add(input.rows());
      double[] sums = new double[input.rows()];
      for (int at = 0; at < input.values().length; at++) {
        sums[at / WIDTH] += input.at(at);
      }
      return Tensor.of(sums, sums.length, 1);
    }

    @Override
    public void close() {}
  }

  /** Item i has the first half of the row if i is even, and the second half if i is over 20. */
  private static final class Halves implements MaskedInputs {
    private final Tensor ones;
    private final Tensor zeros = Tensor.zeros(1, WIDTH);

    Halves() {
      float[] values = new float[WIDTH];
      Arrays.fill(values, 1);
      ones = Tensor.of(values, 1, WIDTH);
    }

    @Override
    public Tensor rows() {
      return ones;
    }

    @Override
    public Tensor references() {
      return zeros;
    }

    @Override
    public int players() {
      return 2;
    }

    @Override
    public int playerOf(int position) {
      return position < WIDTH / 2 ? 0 : 1;
    }

    @Override
    public int size() {
      return 40;
    }

    @Override
    public int row(int item) {
      return 0;
    }

    @Override
    public int reference(int item) {
      return 0;
    }

    @Override
    public long present(int item, int word) {
      return (item % 2 == 0 ? 1 : 0) | (item > 20 ? 2 : 0);
    }
  }

  @Test
  void wideInputsAreComposedInPiecesThatFitIntoMemory() {
    Sums model = new Sums();
    int[] columns = new int[40];

    Tensor scores = model.scoreMasked(new Halves(), Target.perRow(columns));

    assertThat(model.calls).containsExactly(16, 16, 8);
    for (int item = 0; item < 40; item++) {
      float halves = (item % 2 == 0 ? 1 : 0) + (item > 20 ? 1 : 0);
      assertThat(scores.at(item)).isEqualTo(halves * WIDTH / 2);
    }
  }
}
