package io.assay.spark.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.spark.metrics.Beat.Attempt;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RunWatchTest {
  private final AtomicLong clock = new AtomicLong();
  private final RunWatch watch = new RunWatch("r", clock::get);

  private void pass(double seconds) {
    clock.addAndGet((long) (seconds * 1e9));
  }

  private static Attempt at(int shard, long rows) {
    return new Attempt("r", shard, Counts.rows(rows, rows, 0));
  }

  private static Beat beat(String executor, Attempt... attempts) {
    return new Beat(executor, 1 << 20, 1, 0.75, List.of(attempts));
  }

  @Test
  void shardsUnderWayCountUntilTheyAreCommittedAndThenOnce() {
    watch.begin(1000, 4, 0, Counts.NONE);

    watch.heard(beat("1", at(0, 100), at(1, 40)));
    long before = watch.now().counts().read();
    watch.committed(0, Counts.rows(250, 249, 1)); // and the executor still tells of it
    Standing after = watch.now();

    assertThat(before).isEqualTo(140);
    assertThat(after.counts().read()).isEqualTo(290);
    assertThat(after.committed().read()).isEqualTo(250);
    assertThat(after.shardsDone()).isEqualTo(1);
    assertThat(after.share()).isEqualTo(0.29);
  }

  @Test
  void ofTwoAttemptsAtAShardTheFurtherCounts() {
    watch.begin(1000, 4, 0, Counts.NONE);

    watch.heard(beat("1", at(2, 100)));
    watch.heard(beat("2", at(2, 30)));

    assertThat(watch.now().counts().read()).isEqualTo(100);
    assertThat(watch.now().executors()).isEqualTo(2);
    assertThat(watch.now().processBytes()).isEqualTo(2 << 20);
    assertThat(watch.now().devices()).isEqualTo(2);
    assertThat(watch.now().devicesBusy()).isEqualTo(1.5);
  }

  @Test
  void whatASilentExecutorDidNoLongerCounts() {
    watch.begin(1000, 4, 0, Counts.NONE);
    watch.heard(beat("1", at(2, 100)));
    watch.heard(beat("2", at(3, 10)));

    pass(15);
    watch.heard(beat("2", at(3, 20)));
    pass(10);

    assertThat(watch.now().counts().read()).isEqualTo(20);
    assertThat(watch.now().executors()).isEqualTo(1);
  }

  @Test
  void otherRunsOfTheSameExecutorsDoNotCount() {
    watch.begin(1000, 4, 0, Counts.NONE);

    watch.heard(beat("1", new Attempt("other", 0, Counts.rows(500, 500, 0))));

    assertThat(watch.now().counts()).isEqualTo(Counts.NONE);
    assertThat(watch.now().executors()).isZero();
  }

  @Test
  void aResumedRunBeginsWhereItStoppedAndItsPaceIsItsOwn() {
    watch.begin(1000, 10, 6, Counts.rows(600, 600, 0));

    pass(10);
    watch.committed(7, Counts.rows(100, 100, 0));
    watch.note();

    assertThat(watch.now().counts().read()).isEqualTo(700);
    assertThat(watch.now().shardsDone()).isEqualTo(7);
    assertThat(watch.now().rowsPerSecond()).isEqualTo(10);
    assertThat(watch.now().left().low()).isLessThan(30);
    assertThat(watch.now().left().high()).isGreaterThan(30);
  }

  @Test
  void whatPassesBeforeTheFirstRowDoesNotSlowThePace() {
    for (int second = 0; second < 20; second++) {
      pass(1);
      watch.note();
    }

    watch.begin(1000, 10, 0, Counts.NONE);
    pass(2);
    watch.committed(0, Counts.rows(100, 100, 0));
    watch.note();

    assertThat(watch.now().rowsPerSecond()).isEqualTo(50);
  }

  @Test
  void theFirstRowsForetellWhatAllWillCost() {
    Counts before = Counts.rows(1000, 1000, 0).withCalls(new Counts.Calls(1000, 0));
    watch.begin(11_000, 10, 1, before);
    boolean early = Forecast.isDue(watch.now(), 10);
    for (int second = 1; second <= 10; second++) {
      pass(1);
      watch.heard(
          beat(
              "1",
              new Attempt(
                  "r",
                  1,
                  Counts.rows(100L * second, 0, 0)
                      .withCalls(new Counts.Calls(0, 5000L * second))
                      .plus(Counts.time(new Counts.Spent(second * 2_000_000_000L, 0, 0, 0))))));
      watch.note();
    }

    Forecast forecast = Forecast.of(watch.now(), 10, before);

    assertThat(early).isFalse();
    assertThat(Forecast.isDue(watch.now(), 10)).isTrue();
    assertThat(Forecast.isDue(watch.now(), 2)).isFalse();
    assertThat(forecast.rows()).isEqualTo(10_000);
    assertThat(forecast.seenRows()).isEqualTo(1000);
    assertThat(forecast.callsPerRow()).isEqualTo(50);
    assertThat(forecast.methodSeconds()).isEqualTo(200);
    assertThat(forecast.seconds().low()).isBetween(90.0, 100.0);
    assertThat(forecast.seconds().high()).isBetween(100.0, 110.0);
  }
}
