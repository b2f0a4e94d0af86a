package io.assay.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows are worked through in order, once each, in calls that memory is found for. */
final class CallSizeTest {
  private static final Path FILE = Path.of("model.pt");
  private final List<List<Integer>> done = new ArrayList<>();

  private void call(int start, int rows, int most) {
    if (rows > most) {
      throw new IllegalStateException("out of memory for " + rows);
    }
    done.add(List.of(start, rows));
  }

  private static boolean isMemory(RuntimeException failure) {
    return String.valueOf(failure.getMessage()).contains("out of memory");
  }

  @Test
  void callsThatFailAreMadeAgainForHalfTheRows() {
    CallSize calls = new CallSize(FILE, 8);

    calls.over(21, 1, (start, rows) -> call(start, rows, 3), CallSizeTest::isMemory);

    assertThat(done.get(0)).isEqualTo(List.of(0, 2));
    assertThat(done).hasSize(11);
    assertThat(done.get(10)).isEqualTo(List.of(20, 1));
    assertThat(calls.rows()).isEqualTo(2);
  }

  @Test
  void ofWideRowsACallTakesFewer() {
    CallSize calls = new CallSize(FILE, 512);

    calls.over(1000, 1 << 20, (start, rows) -> call(start, rows, 1000), CallSizeTest::isMemory);

    assertThat(done).hasSize(16).startsWith(List.of(0, 64), List.of(64, 64));
    assertThat(calls.rows(1 << 30)).isEqualTo(1);
    assertThat(calls.rows()).isEqualTo(512);
  }

  @Test
  void aLackForOneRowIsThrown() {
    CallSize calls = new CallSize(FILE, 8);

    assertThatThrownBy(
            () -> calls.over(3, 1, (start, rows) -> call(start, rows, 0), CallSizeTest::isMemory))
        .hasMessage("out of memory for 1");
    assertThat(done).isEmpty();
  }

  @Test
  void anotherFailureIsThrownAtOnce() {
    CallSize calls = new CallSize(FILE, 8);

    assertThatThrownBy(
            () -> calls.over(9, 1, (start, rows) -> call(start, rows, 3), failure -> false))
        .hasMessage("out of memory for 8");
    assertThat(calls.rows()).isEqualTo(8);
  }
}
