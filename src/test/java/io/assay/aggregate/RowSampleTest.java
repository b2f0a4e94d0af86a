package io.assay.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowSampleTest {
  private static final int GROUPS = 3;
  private static final int CAPACITY = 50;

  @Test
  void rowsOfLeastKeysAreKeptInOrder() {
    List<SampledRow> rows = rows(400);
    RowSample sample = sampleOf(rows);

    List<SampledRow> kept = sample.rows();

    List<SampledRow> least =
        rows.stream().sorted(Comparator.comparingLong(SampledRow::key)).limit(CAPACITY).toList();
    assertThat(kept).isEqualTo(least);
  }

  @Test
  void neitherOrderNorSplitChangesTheSample() {
    List<SampledRow> rows = new ArrayList<>(rows(400));
    byte[] expected = sampleOf(rows).toBytes();
    Random random = new Random(5);

    for (int repeat = 0; repeat < 20; repeat++) {
      Collections.shuffle(rows, random);
      int cut = random.nextInt(rows.size());
      RowSample left = sampleOf(rows.subList(0, cut));
      RowSample right = sampleOf(rows.subList(cut, rows.size()));
      left.merge(RowSample.fromBytes(right.toBytes()));

      assertThat(left.toBytes()).isEqualTo(expected);
    }
  }

  @Test
  void rowsOfEqualKeysAreToldApartByTheirIds() {
    RowSample forwards = RowSample.empty(1, GROUPS);
    RowSample backwards = RowSample.empty(1, GROUPS);
    SampledRow first = row("a", 7);
    SampledRow second = row("b", 7);

    forwards.add(first);
    forwards.add(second);
    backwards.add(second);
    backwards.add(first);

    assertThat(forwards.rows()).containsExactly(first);
    assertThat(backwards.rows()).containsExactly(first);
  }

  @Test
  void aRowThatIsNotAdmittedIsNotKept() {
    RowSample sample = RowSample.empty(1, GROUPS);

    sample.add(row("a", 7));

    assertThat(sample.admits(8)).isFalse();
    assertThat(sample.admits(7)).isTrue();
    assertThat(sample.admits(-1)).isTrue();
  }

  @Test
  void keysOfRowIdsDrawEveryRowEquallyOften() {
    int rows = 20;
    int draws = 4_000;
    int[] drawn = new int[rows];

    for (int seed = 0; seed < draws; seed++) {
      RowSample sample = RowSample.empty(5, GROUPS);
      for (int row = 0; row < rows; row++) {
        sample.add(row("" + row, RowSample.key(seed, "" + row)));
      }
      sample.rows().forEach(kept -> drawn[Integer.parseInt(kept.rowId())]++);
    }

    // 5 of 20: 1000 expected, standard deviation 27; five of them
    for (int count : drawn) {
      assertThat(count).isBetween(1000 - 137, 1000 + 137);
    }
  }

  /** 64 bits of 4,096 keys: half of them set, give or take five standard deviations of 32. */
  @Test
  void everyBitOfAKeyIsSetInHalfOfTheRows() {
    for (int bit = 0; bit < Long.SIZE; bit++) {
      int set = 0;
      for (int row = 0; row < 4_096; row++) {
        set += (int) (RowSample.key(3, Integer.toString(row)) >>> bit & 1);
      }

      assertThat(set).as("bit %d", bit).isBetween(2_048 - 160, 2_048 + 160);
    }
  }

  @Test
  void keysBelongToSeedAndId() {
    assertThat(RowSample.key(1, "a")).isEqualTo(RowSample.key(1, "a"));
    assertThat(RowSample.key(1, "a")).isNotEqualTo(RowSample.key(2, "a"));
    assertThat(RowSample.key(1, "a")).isNotEqualTo(RowSample.key(1, "b"));
    assertThat(RowSample.key(1, "")).isNotEqualTo(RowSample.key(1, "\0"));
  }

  @Test
  void unequalSamplesAreRefused() {
    RowSample sample = RowSample.empty(CAPACITY, GROUPS);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> sample.merge(RowSample.empty(CAPACITY, GROUPS + 1)))
        .withMessageContaining("4 groups into one of 50 rows, 3 groups");
    assertThatIllegalArgumentException().isThrownBy(() -> RowSample.empty(0, GROUPS));
  }

  private static List<SampledRow> rows(int count) {
    List<SampledRow> rows = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      rows.add(row("row-" + row, RowSample.key(11, "row-" + row)));
    }
    return rows;
  }

  private static SampledRow row(String id, long key) {
    float value = id.hashCode();
    return new SampledRow(
        key,
        id,
        value,
        0.5f,
        Tensor.of(new float[] {value, -value, 1}, 1, GROUPS),
        Tensor.of(new float[] {2 * value}, 1, 1));
  }

  private static RowSample sampleOf(List<SampledRow> rows) {
    RowSample sample = RowSample.empty(CAPACITY, GROUPS);
    rows.forEach(sample::add);
    return sample;
  }
}
