package io.assay.spark.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.AssayException;
import io.assay.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskContext$;
import org.junit.jupiter.api.Test;

class LaneTest {
  private static final TaskContext TASK = TaskContext$.MODULE$.empty();

  @Test
  void worksOffWhatItIsGivenInOrderOnOneThreadOfItsOwn() {
    List<String> done = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();

    try (Lane lane = new Lane("beside", TASK)) {
      for (String each : List.of("a", "b", "c")) {
        Lane.await(lane.start(() -> threads.add(Thread.currentThread()) && done.add(each)));
      }
    }

    assertThat(done).containsExactly("a", "b", "c");
    assertThat(threads).containsOnly(threads.get(0)).doesNotContain(Thread.currentThread());
  }

  @Test
  void belongsToItsTask() {
    try (Lane lane = new Lane("beside", TASK)) {
      assertThat(Lane.await(lane.start(TaskContext::get))).isSameAs(TASK);
    }
  }

  @Test
  void throwsWhatItsWorkThrew() {
    AssayException fault = new AssayException(ErrorCode.OUTPUT_UNWRITABLE, "the disk is full");

    try (Lane lane = new Lane("beside", TASK)) {
      Future<?> failed =
          lane.start(
              () -> {
                throw fault;
              });

      assertThatThrownBy(() -> Lane.await(failed)).isSameAs(fault);
    }
  }

  @Test
  void isGoneWhenItIsClosed() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    AtomicBoolean hasEnded = new AtomicBoolean();

    try (Lane lane = new Lane("beside", TASK)) {
      Future<?> endless =
          lane.start(
              () -> {
                begun.countDown();
                try {
                  never.await();
                } finally {
                  hasEnded.set(true);
                }
                return true;
              });
      begun.await();
      assertThat(endless).isNotDone();
    }

    assertThat(hasEnded).isTrue();
  }
}
