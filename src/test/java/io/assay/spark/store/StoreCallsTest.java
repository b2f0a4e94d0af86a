package io.assay.spark.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StoreCallsTest {
  private static final List<Integer> ITEMS = IntStream.range(0, 1000).boxed().toList();

  @Test
  void resultsComeInTheOrderOfTheItemsOnTheThreadThatAsks() {
    List<Integer> taken = new ArrayList<>();

    StoreCalls.inOrder(ITEMS, item -> item * 2, taken::add);

    assertThat(taken).isEqualTo(ITEMS.stream().map(item -> item * 2).toList());
  }

  @Test
  void asManyCallsAreUnderWayAsAreSaid() {
    CyclicBarrier all = new CyclicBarrier(StoreCalls.AT_ONCE);
    List<Integer> items = ITEMS.subList(0, StoreCalls.AT_ONCE);

    StoreCalls.forEach(items, item -> meet(all)); // hangs, were they fewer

    assertThat(all.getNumberWaiting()).isZero();
  }

  private static void meet(CyclicBarrier all) {
    try {
      all.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void afterAFailureNothingIsUnderWay() {
    AtomicInteger running = new AtomicInteger();

    assertThatThrownBy(
            () ->
                StoreCalls.forEach(
                    ITEMS,
                    item -> {
                      running.incrementAndGet();
                      if (item == 500) {
                        throw new IllegalArgumentException("item " + item);
                      }
                      running.decrementAndGet();
                    }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("item 500");
    assertThat(running).hasValue(1);
  }
}
