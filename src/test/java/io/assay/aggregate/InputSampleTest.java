package io.assay.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.AssayException;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InputSampleTest {
  private static final int CAPACITY = 40;

  private static InputRow row(String id, long key) {
    float value = key % 1000;
    return new InputRow(
        key,
        id,
        "label of " + id,
        (int) (key & 3),
        Tensor.of(new float[] {value, Float.NaN}, 1, 2));
  }

  private static List<InputRow> rows(int count) {
    List<InputRow> rows = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      rows.add(row("r" + row, RowSample.key(3, "r" + row)));
    }
    return rows;
  }

  private static InputSample sampleOf(List<InputRow> rows) {
    InputSample sample = InputSample.empty(CAPACITY, 2);
    rows.forEach(sample::add);
    return sample;
  }

  @Test
  void rowsOfLeastKeysAreKeptWhole() {
    List<InputRow> rows = rows(300);

    List<InputRow> kept = InputSample.fromBytes(sampleOf(rows).toBytes()).rows();

    assertThat(kept)
        .isEqualTo(
            rows.stream().sorted(Comparator.comparingLong(InputRow::key)).limit(CAPACITY).toList());
  }

  @Test
  void neitherOrderNorSplitChangesTheSample() {
    List<InputRow> rows = new ArrayList<>(rows(300));
    byte[] expected = sampleOf(rows).toBytes();
    Random random = new Random(5);

    for (int repeat = 0; repeat < 20; repeat++) {
      Collections.shuffle(rows, random);
      int cut = random.nextInt(rows.size());
      InputSample left = sampleOf(rows.subList(0, cut));
      left.merge(InputSample.fromBytes(sampleOf(rows.subList(cut, rows.size())).toBytes()));

      assertThat(left.toBytes()).isEqualTo(expected);
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    InputSample sample = sampleOf(rows(5));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> sample.add(new InputRow(1, "wide", "", -1, Tensor.zeros(1, 3))))
        .withMessageContaining("wide has 3 values in a sample of 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sample.merge(InputSample.empty(CAPACITY + 1, 2)))
        .withMessageContaining("40 rows");
    assertThatIllegalArgumentException().isThrownBy(() -> InputSample.empty(0, 2));
  }

  @Test
  void damagedBytesAreRefused() {
    byte[] bytes = sampleOf(rows(10)).toBytes();
    bytes[bytes.length / 2] ^= 1;

    assertThatThrownBy(() -> InputSample.fromBytes(bytes))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("input sample");
  }
}
