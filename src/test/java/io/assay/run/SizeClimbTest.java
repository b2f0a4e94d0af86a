package io.assay.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.run.SizeClimb.Found;
import io.assay.run.SizeClimb.Speed;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The climb ends at the fastest size of curves that are known. */
final class SizeClimbTest {
  private static final int START = 64;
  private static final int MOST = 65_536;

  private static Found climb(IntToDoubleFunction speed) {
    return SizeClimb.from(START, MOST, size -> OptionalDouble.of(speed.applyAsDouble(size)))
        .orElseThrow();
  }

  /** A fixed cost a call, a cost a row, and more a row beyond what a cache holds. */
  private static double withCache(int size, int best) {
    double seconds = 30 + size + (size > best ? 2.0 * (size - best) : 0);
    return size / seconds;
  }

  /** The same at either side of the best, whichever that is. */
  private static double peak(int size, int best) {
    double octaves = Math.abs(Math.log((double) size / best) / Math.log(2));
    return 1000 / (1 + 0.2 * octaves);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 32, 64, 128, 1024, 65_536})
  void ofACurveWithOnePeakItIsFound(int best) {
    assertThat(climb(size -> peak(size, best)).callRows()).isEqualTo(best);
  }

  @Test
  void ofEquallyFastSizesTheOneNearestTheStartIsTaken() {
    Found flat = climb(size -> 1000);
    Found saturating = climb(size -> size / (1.0 + size));

    assertThat(flat.callRows()).isEqualTo(START);
    assertThat(flat.speeds().stream().map(Speed::callRows)).containsExactly(16, 32, 64, 128, 256);
    assertThat(saturating.callRows()).isEqualTo(START);
  }

  @Test
  void aCacheThatIsTooSmallEndsTheClimb() {
    Found found = climb(size -> withCache(size, 512));

    assertThat(found.callRows()).isEqualTo(512);
    assertThat(found.speeds().stream().map(Speed::callRows))
        .containsExactly(64, 128, 256, 512, 1024, 2048);
  }

  @Test
  void oneOddMeasurementDoesNotEndIt() {
    Found found = climb(size -> size == 128 ? 0.01 : withCache(size, 512));

    assertThat(found.callRows()).isEqualTo(512);
  }

  /** A process is a third as fast at first; what is measured later is better for that alone. */
  @ParameterizedTest
  @ValueSource(ints = {5, 10, 15, 20, 25})
  void warmingUpIsNotTakenForTheGainOfLargerCalls(int after) {
    int[] measured = {0};

    Found found = climb(size -> 1000 * Math.min(1, (1 + 2.0 * measured[0]++ / after) / 3));

    assertThat(found.callRows()).isEqualTo(START);
  }

  /** Compilers stop for a while in between: the start seems to be as fast as it gets. */
  @Test
  void aClimbOnAPlateauIsMadeAgain() {
    int[] measured = {0};

    Found found =
        climb(size -> withCache(size, START) * (++measured[0] <= 3 ? 0.3 : 1)); // of the start

    assertThat(found.callRows()).isEqualTo(START);
  }

  @Test
  void noiseCostsLittleSpeed() {
    for (int seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);

      Found found = climb(size -> withCache(size, 512) * random.nextDouble(0.97, 1.03));

      assertThat(withCache(found.callRows(), 512)).isGreaterThan(0.88 * withCache(512, 512));
    }
  }

  @Test
  void whereMemoryEndsTheClimbEnds() {
    Optional<Found> found =
        SizeClimb.from(
            START,
            MOST,
            size -> size > 256 ? OptionalDouble.empty() : OptionalDouble.of(withCache(size, 4096)));

    assertThat(found).map(Found::callRows).contains(256);
  }

  @Test
  void aStartThatIsTooLargeIsHalved() {
    Optional<Found> scarce =
        SizeClimb.from(
            START,
            MOST,
            size -> size > 8 ? OptionalDouble.empty() : OptionalDouble.of(withCache(size, 4096)));
    Optional<Found> bounded =
        SizeClimb.from(START, 5, size -> OptionalDouble.of(withCache(size, 4096)));

    assertThat(scarce).map(Found::callRows).contains(8);
    assertThat(bounded).map(Found::callRows).contains(4);
  }

  @Test
  void whereNothingCanBeMeasuredNothingIsFound() {
    assertThat(SizeClimb.from(START, MOST, size -> OptionalDouble.empty())).isEmpty();
  }
}
