package io.assay.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.assay.AssayException;
import io.assay.aggregate.keyed.SparseRows;
import io.assay.fakes.KeyedRows;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyedImportanceTest {
  /** Rows that each name a few of many keys. */
  private static List<Map<Integer, Float>> rows(int rows, int keys) {
    RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    return IntStream.range(0, rows)
        .mapToObj(
            row -> {
              Map<Integer, Float> values = new HashMap<>();
              values.put(row % keys, (float) row / rows);
              for (int i = 0; i < 3; i++) {
                values.put(random.nextInt(keys), random.nextFloat() - 0.5f);
              }
              return values;
            })
        .toList();
  }

  private static KeyedImportance of(List<Map<Integer, Float>> rows) {
    KeyedImportance state = KeyedImportance.empty();
    rows.forEach(row -> KeyedRows.add(state, List.of(row)));
    return state;
  }

  /** What a state by groups is: dense rows, one after the other, and a wider state at need. */
  private static final class Plain {
    private final List<Integer> keys = new ArrayList<>();
    private @Nullable ImportanceState state;

    private void meet(Collection<Integer> more) {
      int[] before = IntStream.range(0, keys.size()).toArray();
      List<Integer> fresh = new ArrayList<>(more);
      fresh.removeAll(keys);
      keys.addAll(fresh);
      if (!fresh.isEmpty()) {
        state =
            state == null ? ImportanceState.empty(keys.size()) : state.among(keys.size(), before);
      }
    }

    private void add(List<Map<Integer, Float>> rows) {
      meet(groups(rows));
      for (Map<Integer, Float> row : rows) {
        float[] values = new float[keys.size()];
        row.forEach((key, value) -> values[keys.indexOf(key)] = value);
        Objects.requireNonNull(state).add(values, 0);
      }
    }

    private void merge(Plain other) {
      meet(other.keys);
      int[] to = other.keys.stream().mapToInt(keys::indexOf).toArray();
      ImportanceState more = Objects.requireNonNull(other.state).among(keys.size(), to);
      Objects.requireNonNull(state).merge(more);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 63, 64, 65, 400})
  void manySparseRowsGiveTheBitsOfOneDenseRowAfterTheOther(int keys) {
    List<Map<Integer, Float>> rows = new ArrayList<>(rows(1_400, keys));
    rows.set(7, Map.of());
    rows.set(8, Map.of(3, -0f, 1, Float.MIN_VALUE));
    List<Plain> plain = List.of(new Plain(), new Plain());
    List<KeyedImportance> keyed = List.of(KeyedImportance.empty(), KeyedImportance.empty());

    for (int batch = 0; batch < 14; batch++) {
      List<Map<Integer, Float>> some = rows.subList(100 * batch, 100 * batch + 100);
      plain.get(batch / 7).add(some);
      KeyedRows.add(keyed.get(batch / 7), some);
      assertSame(keyed.get(batch / 7), plain.get(batch / 7)); // and asking changes nothing
    }
    plain.get(0).merge(plain.get(1));
    keyed.get(0).merge(keyed.get(1));
    assertSame(keyed.get(0), plain.get(0));
    KeyedRows.add(keyed.get(0), rows.subList(0, 30));
    plain.get(0).add(rows.subList(0, 30));

    assertSame(keyed.get(0), plain.get(0));
    assertSame(KeyedImportance.fromBytes(keyed.get(0).toBytes()), plain.get(0));
  }

  private static Set<Integer> groups(List<Map<Integer, Float>> rows) {
    return rows.stream()
        .flatMap(row -> row.keySet().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void assertSame(KeyedImportance keyed, Plain plain) {
    assertThat(keyed.keys()).isEqualTo(plain.keys);
    assertThat(keyed.state().orElseThrow().toBytes())
        .isEqualTo(Objects.requireNonNull(plain.state).toBytes());
  }

  @Test
  void aRowThatIsNotFiniteIsNotAdded() {
    KeyedImportance state = of(List.of(Map.of(1, 1f), Map.of(2, 2f)));
    byte[] before = state.toBytes();
    SparseRows rows = new SparseRows();
    rows.add(1, 4);
    rows.add(0, Float.NaN);
    rows.end();

    assertThatThrownBy(() -> state.addAll(new int[] {1, 2}, rows, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN");

    assertThat(state.toBytes()).isEqualTo(before);
    assertThatThrownBy(() -> KeyedImportance.empty().addAll(new int[0], new SparseRows()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Importance importance(KeyedImportance state, int key) {
    int place = state.keys().indexOf(key);
    return state.state().orElseThrow().importances(0.95).get(place);
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 40, 100})
  void keysMetOnTheWayCountAsIfTheyHadBeenZeroBefore(int keys) {
    List<Map<Integer, Float>> rows = rows(700, keys);
    ImportanceState dense = ImportanceState.empty(keys);
    for (Map<Integer, Float> row : rows) {
      float[] values = new float[keys];
      row.forEach((key, value) -> values[key] = value);
      dense.add(values, 0);
    }

    KeyedImportance keyed = of(rows.subList(0, 300));
    keyed.merge(of(rows.subList(300, 700)));

    for (int key = 0; key < keys; key++) {
      Importance expected = dense.importances(0.95).get(key);
      Importance found = importance(keyed, key);
      assertThat(found.rows()).isEqualTo(700);
      assertThat(found.meanAbs()).isCloseTo(expected.meanAbs(), within(1e-12));
      assertThat(found.meanAbsSe()).isCloseTo(expected.meanAbsSe(), within(1e-12));
      assertThat(found.share()).isCloseTo(expected.share(), within(1e-12));
      assertThat(found.shareLow()).isCloseTo(expected.shareLow(), within(1e-12));
      assertThat(found.rank()).isEqualTo(expected.rank());
      assertThat(found.rankLow()).isEqualTo(expected.rankLow());
      assertThat(found.rankHigh()).isEqualTo(expected.rankHigh());
      assertThat(found.min()).isEqualTo(expected.min());
      assertThat(found.positiveShare()).isEqualTo(expected.positiveShare());
    }
  }

  @Test
  void statesOfOtherKeysMergeAndComeBackFromBytes() {
    KeyedImportance left = of(List.of(Map.of(7, 1f), Map.of(3, -2f)));
    KeyedImportance right = of(List.of(Map.of(3, 4f, 9, 1f)));

    KeyedImportance read = KeyedImportance.fromBytes(left.toBytes());
    read.merge(right);
    read.merge(KeyedImportance.fromBytes(KeyedImportance.empty().toBytes()));

    assertThat(read.keys()).containsExactlyInAnyOrder(7, 3, 9);
    assertThat(importance(read, 3).meanAbs()).isCloseTo(2, within(1e-12));
    assertThat(importance(read, 9).meanAbs()).isCloseTo(1.0 / 3, within(1e-12));
    assertThat(right.keys()).containsExactlyInAnyOrder(3, 9);
  }

  @Test
  void meetingKeysBeforehandChangesNothingButTheirZeros() {
    KeyedImportance plain = of(List.of(Map.of(1, 1f), Map.of(2, 2f)));
    KeyedImportance prepared = KeyedImportance.empty();
    SparseRows rows = new SparseRows();
    rows.add(0, 1);
    rows.end();
    rows.add(1, 2);
    rows.end();
    prepared.addAll(new int[] {1, 2, 5}, rows, 0, 1);

    assertThat(importance(prepared, 2).share()).isEqualTo(importance(plain, 2).share());
    assertThat(importance(prepared, 5).meanAbs()).isZero();
  }

  @Test
  void otherBytesAreRefused() {
    byte[] bytes = ImportanceState.empty(2).toBytes();

    assertThatThrownBy(() -> KeyedImportance.fromBytes(bytes)).isInstanceOf(AssayException.class);
  }

  @Test
  void aStateAmongMoreGroupsHasZerosThere() {
    ImportanceState state = ImportanceState.empty(2);
    state.add(new float[] {1, -3}, 0);
    state.add(new float[] {2, 5}, 0);

    List<Importance> wide = state.among(4, 3, 1).importances(0.9);

    assertThat(wide.get(3).meanAbs()).isEqualTo(1.5);
    assertThat(wide.get(1).mean()).isEqualTo(1);
    assertThat(wide.get(0).max()).isZero();
    assertThat(wide.get(2).rank()).isGreaterThan(2);
    assertThatThrownBy(() -> state.among(1, 0, 1)).isInstanceOf(IllegalArgumentException.class);
  }
}
