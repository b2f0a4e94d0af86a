package io.assay.run;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;

/**
 * Finds how many rows a model call should take: uphill over powers of two from a start, where twice
 * as many rows are faster by more than 3 %, else downhill. Two sizes on end that bring nothing end
 * a climb, so that one odd measurement does not. Of sizes that are equally fast the one nearest the
 * start is taken.
 *
 * <p>A process that has just begun gets faster by itself, so that what is measured later seems
 * better than it is. A climb therefore begins when where it stands gets no faster, and one that has
 * led elsewhere is followed by another from there, until one stays where it is.
 */
public final class SizeClimb {
  private static final double GAIN = 1.03;
  private static final int PATIENCE = 2;
  private static final int MOST_CLIMBS = 5;

  private final Meter meter;
  private final SortedMap<Integer, Speed> speeds = new TreeMap<>(); // the last of each size

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
   * @param speeds of every size that was measured, as it was last, in the order of the sizes
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
    int roof = best.callRows() == start ? most : best.callRows(); // larger ones had no room
    boolean isSettled = false;
    for (int climbs = 0; climbs < MOST_CLIMBS && !isSettled; climbs++) {
      Speed begun = walk(best, size -> size, roof);
      best = climb(begun, roof);
      isSettled = best.callRows() == begun.callRows();
    }
    return Optional.of(new Found(best.callRows(), List.copyOf(speeds.values())));
  }

  /** Climbs up, or down where that leads nowhere. */
  private Speed climb(Speed begun, int most) {
    Speed up = walk(begun, size -> 2 * size, most);
    return up.callRows() == begun.callRows() ? walk(up, size -> size / 2, most) : up;
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
    speeds.put(size, found);
    return Optional.of(found);
  }
}
