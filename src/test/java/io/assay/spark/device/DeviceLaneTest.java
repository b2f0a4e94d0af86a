package io.assay.spark.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeviceLaneTest {
  private static final int TASKS = 4;

  private static Thread started(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until tasks stand in the queue; spinning, for nobody tells when a thread has come. */
  private static void untilWaiting(DeviceLane lane, int tasks) {
    while (lane.waiting() < tasks) {
      Thread.onSpinWait();
    }
  }

  @Test
  void noTwoTasksAreOnAGpuAtOnce() throws InterruptedException {
    DeviceLane lane = new DeviceLane(ModelDevice.gpu(0));
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Runnable task =
        () -> {
          for (int turn = 0; turn < 1000; turn++) {
            lane.use(
                () -> {
                  most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                  return inside.decrementAndGet();
                });
          }
        };

    List<Thread> tasks = IntStream.range(0, TASKS).mapToObj(i -> started(task)).toList();
    for (Thread each : tasks) {
      each.join();
    }

    assertThat(most).hasValue(1);
    assertThat(lane.soFar().turns()).isEqualTo(1000L * TASKS);
  }

  @Test
  void turnsComeInTheOrderOfArrival() throws InterruptedException {
    DeviceLane lane = new DeviceLane(ModelDevice.gpu(0));
    CountDownLatch isOn = new CountDownLatch(1);
    CountDownLatch mayLeave = new CountDownLatch(1);
    List<Integer> order = Collections.synchronizedList(new ArrayList<>());
    Thread first =
        started(
            () ->
                lane.use(
                    () -> {
                      isOn.countDown();
                      await(mayLeave);
                      return order.add(0);
                    }));
    await(isOn);

    List<Thread> others = new ArrayList<>();
    for (int task = 1; task <= TASKS; task++) {
      int number = task;
      others.add(started(() -> lane.use(() -> order.add(number))));
      untilWaiting(lane, task);
    }
    mayLeave.countDown();
    first.join();
    for (Thread each : others) {
      each.join();
    }

    assertThat(order).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void oneWhoComesBackStandsBehindThoseWhoWait() throws InterruptedException {
    DeviceLane lane = new DeviceLane(ModelDevice.gpu(0));
    CountDownLatch isOn = new CountDownLatch(1);
    CountDownLatch mayLeave = new CountDownLatch(1);
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    Thread greedy =
        started(
            () -> {
              lane.use(
                  () -> {
                    isOn.countDown();
                    await(mayLeave);
                    return order.add("greedy");
                  });
              lane.use(() -> order.add("greedy again"));
            });
    await(isOn);
    Thread patient = started(() -> lane.use(() -> order.add("patient")));
    untilWaiting(lane, 1);

    mayLeave.countDown();
    greedy.join();
    patient.join();

    assertThat(order).containsExactly("greedy", "patient", "greedy again");
  }

  @Test
  void differentGpusAndTheCpuAreInUseAtOnce() throws InterruptedException {
    CyclicBarrier together = new CyclicBarrier(4);
    DeviceLane cpu = new DeviceLane(ModelDevice.CPU);
    List<DeviceLane> lanes =
        List.of(new DeviceLane(ModelDevice.gpu(0)), new DeviceLane(ModelDevice.gpu(1)), cpu, cpu);
    AtomicInteger met = new AtomicInteger();

    List<Thread> tasks =
        lanes.stream()
            .map(
                lane ->
                    started(
                        () ->
                            lane.use(
                                () -> {
                                  meet(together); // passes only if all four are inside
                                  return met.incrementAndGet();
                                })))
            .toList();
    for (Thread each : tasks) {
      each.join();
    }

    assertThat(met).hasValue(4);
    assertThat(cpu.soFar().turns()).isEqualTo(2);
    assertThat(cpu.soFar().waitedNanos()).isZero();
  }

  @Test
  void timeWaitedAndTimeAtWorkAreCounted() throws InterruptedException {
    DeviceLane lane = new DeviceLane(ModelDevice.gpu(0));
    CountDownLatch isOn = new CountDownLatch(1);
    Thread other =
        started(
            () ->
                lane.use(
                    () -> {
                      isOn.countDown();
                      untilWaiting(lane, 1);
                      long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20);
                      while (System.nanoTime() < until) {
                        Thread.onSpinWait();
                      }
                      return 0;
                    }));
    await(isOn);

    lane.use(() -> 0);
    other.join();

    LaneUse use = lane.soFar();
    assertThat(use.turns()).isEqualTo(2);
    assertThat(use.waitedNanos()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(15));
    assertThat(use.busyNanos()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(20));
  }

  @Test
  void aTurnUnderWayIsTimeAtWorkAlready() {
    DeviceLane lane = new DeviceLane(ModelDevice.CPU);

    LaneUse within =
        lane.use(
            () -> {
              long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(5);
              while (System.nanoTime() < until) {
                Thread.onSpinWait();
              }
              return lane.soFar();
            });
    LaneUse after = lane.soFar();

    assertThat(within.turns()).isZero();
    assertThat(within.busyNanos()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(5));
    assertThat(after.turns()).isEqualTo(1);
    assertThat(after.busyNanos()).isGreaterThanOrEqualTo(within.busyNanos());
    assertThat(lane.soFar()).isEqualTo(after); // nobody is on it
  }

  @Test
  void workWithinATurnIsNoTurnOfItsOwn() {
    DeviceLane lane = new DeviceLane(ModelDevice.gpu(0));
    long start = System.nanoTime();

    String done = lane.use(() -> lane.use(() -> "twice"));

    assertThat(done).isEqualTo("twice");
    assertThat(lane.soFar().turns()).isEqualTo(1);
    assertThat(lane.soFar().busyNanos()).isBetween(1L, System.nanoTime() - start);
  }

  @Test
  void aTurnEndsWithItsFailure() {
    DeviceLane lane = new DeviceLane(ModelDevice.gpu(0));

    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                lane.use(
                    () -> {
                      throw new IllegalStateException("out of memory");
                    }));

    assertThat(lane.use(() -> "next")).isEqualTo("next");
    assertThat(lane.soFar().turns()).isEqualTo(2);
  }

  @Test
  void aTaskThatIsKilledWaitsNoLonger() throws InterruptedException {
    DeviceLane lane = new DeviceLane(ModelDevice.gpu(0));
    CountDownLatch isOn = new CountDownLatch(1);
    CountDownLatch mayLeave = new CountDownLatch(1);
    Thread first =
        started(
            () ->
                lane.use(
                    () -> {
                      isOn.countDown();
                      await(mayLeave);
                      return 0;
                    }));
    await(isOn);
    AtomicBoolean isStillInterrupted = new AtomicBoolean();
    Thread killed =
        started(
            () -> {
              assertThatExceptionOfType(CancellationException.class)
                  .isThrownBy(() -> lane.use(() -> 0));
              isStillInterrupted.set(Thread.currentThread().isInterrupted());
            });
    untilWaiting(lane, 1);

    killed.interrupt();
    killed.join();
    mayLeave.countDown();
    first.join();

    assertThat(isStillInterrupted).isTrue();
    assertThat(lane.soFar().turns()).isEqualTo(1);
  }
}
