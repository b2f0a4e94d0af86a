package io.assay.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntUnaryOperator;

/**
 * Finds how many rows a model call should take: uphill over powers of two from a start, where twice
 * as many rows are faster by more than 3 %, else downhill. Two sizes on end that bring nothing end
 * a climb, so that one odd measurement does not. Of sizes that are equally fast the one nearest the
 * start is taken.
 */
public final class SizeClimb {
  private static final double GAIN = 1.03;
  private static final int PATIENCE = 2;

  private final Meter meter;
  private final List<Speed> speeds = new ArrayList<>();

  private SizeClimb(Meter meter) {
    this.meter = meter;
  }

  /** Measures a size. */
  public interface Meter {
    /**
     * Returns rows a second with calls of so many rows; empty if memory or time do not reach for
     * it, nor for more.
     */
    OptionalDouble speed(int callRows);
  }

  /**
   * What was measured of a size.
   *
   * @param callRows rows in one call
   * @param perSecond rows that were answered a second
   */
  public record Speed(int callRows, double perSecond) {}

  /**
   * What was found.
   *
   * @param callRows the best size
   * @param speeds of every size that was measured, in the order of the sizes
   */
  public record Found(int callRows, List<Speed> speeds) {
    /** Copies the list. */
    public Found {
      speeds = List.copyOf(speeds);
    }
  }

  /**
   * Climbs.
   *
   * @param start the first size, a power of two; halved until one can be measured
   * @param most the largest size, 1 or more
   * @return nothing if no size can be measured
   */
  public static Optional<Found> from(int start, int most, Meter meter) {
    return new SizeClimb(meter).climb(start, most);
  }

  private Optional<Found> climb(int start, int most) {
    Optional<Speed> first = Optional.empty();
    for (int size = start; size >= 1 && first.isEmpty(); size /= 2) {
      first = size <= most ? measured(size) : Optional.empty();
    }
    if (first.isEmpty()) {
      return Optional.empty();
    }
    Speed best = first.get();
    if (best.callRows() == start) {
      best = walk(best, size -> 2 * size, most);
    }
    if (best.callRows() == first.get().callRows()) {
      best = walk(best, size -> size / 2, most);
    }
    speeds.sort(Comparator.comparingInt(Speed::callRows));
    return Optional.of(new Found(best.callRows(), speeds));
  }

  private Speed walk(Speed start, IntUnaryOperator further, int most) {
    Speed best = start;
    int vain = 0;
    int size = further.applyAsInt(start.callRows());
    while (size >= 1 && size <= most && vain < PATIENCE) {
      Optional<Speed> next = measured(size);
      if (next.isEmpty()) {
        break;
      }
      boolean isGain = next.get().perSecond() > GAIN * best.perSecond();
      best = isGain ? next.get() : best;
      vain = isGain ? 0 : vain + 1;
      size = further.applyAsInt(size);
    }
    return best;
  }

  private Optional<Speed> measured(int size) {
    OptionalDouble speed = meter.speed(size);
    if (speed.isEmpty()) {
      return Optional.empty();
    }
    Speed found = new Speed(size, speed.getAsDouble());
    speeds.add(found);
    return Optional.of(found);
  }
}
