package io.assay.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoTest {
  private final AtomicInteger built = new AtomicInteger();

  private String build(int key) {
    built.incrementAndGet();
    return "thing " + key;
  }

  @Test
  void aThingIsBuiltOnce() {
    Memo<Integer, String> memo = new Memo<>(thing -> 1, 10);

    List<String> things =
        IntStream.of(1, 2, 1, 2, 1).mapToObj(key -> memo.of(key, () -> build(key))).toList();

    assertThat(things).containsExactly("thing 1", "thing 2", "thing 1", "thing 2", "thing 1");
    assertThat(built).hasValue(2);
  }

  @Test
  void whatWasUsedLongestAgoIsLetGoOf() {
    Memo<Integer, String> memo = new Memo<>(thing -> 4, 10);
    memo.of(1, () -> build(1));
    memo.of(2, () -> build(2));
    memo.of(1, () -> build(1));
    memo.of(3, () -> build(3)); // 12 bytes: 2 has to go

    memo.of(1, () -> build(1));
    assertThat(built).hasValue(3);
    memo.of(2, () -> build(2));
    assertThat(built).hasValue(4);
  }

  @Test
  void aThingLargerThanAllIsGivenButNotKept() {
    Memo<Integer, String> memo = new Memo<>(thing -> 100, 10);

    assertThat(memo.of(1, () -> build(1))).isEqualTo(memo.of(1, () -> build(1)));
    assertThat(built).hasValue(2);
  }

  @Test
  void threadsThatNeedTheSameShareIt() {
    Memo<Integer, String> memo = new Memo<>(thing -> 1, 10);

    List<String> things =
        IntStream.range(0, 200)
            .parallel()
            .mapToObj(i -> memo.of(i % 3, () -> build(i % 3)))
            .toList();

    assertThat(things).hasSize(200);
    assertThat(built).hasValue(3);
  }
}
