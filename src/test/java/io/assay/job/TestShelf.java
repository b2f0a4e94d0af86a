package io.assay.job;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.MethodInfo;
import io.assay.attribution.MethodInfo.Completeness;
import io.assay.attribution.Setting;
import io.assay.attribution.catalog.MethodEntry;
import io.assay.model.BlackBox;
import io.assay.model.Differentiable;
import java.util.List;
import java.util.Optional;

/** A small catalogue: one method with every type of option, one with none, one with a limit. */
final class TestShelf {
  static final List<MethodEntry<?>> ENTRIES =
      List.of(
          entry("path", Differentiable.class, Path.class),
          entry("plain", BlackBox.class, None.class).alias("shap"),
          entry("counted", BlackBox.class, Counted.class).alias("tally"));

  private TestShelf() {}

  /** How a path is cut. */
  enum Rule {
    MIDPOINT,
    GAUSS_LEGENDRE
  }

  record Path(
      @Setting(meaning = "Points.", standard = "50", allowed = "1 to 10000", unit = "points")
          int steps,
      @Setting(meaning = "Rule.", standard = "midpoint") Rule rule,
      @Setting(meaning = "Stop early.", standard = "none") Optional<Double> tolerance,
      @Setting(meaning = "Sign.", standard = "true") boolean signed,
      @Setting(meaning = "Salt.", standard = "1") long salt) {
    Path {
      if (rule == Rule.GAUSS_LEGENDRE && steps > 64) {
        throw new IllegalArgumentException("gauss-legendre takes at most 64 steps, not " + steps);
      }
    }
  }

  record None() {}

  record Counted(
      @Setting(meaning = "Calls a row.", standard = "64", allowed = "1 to 1000000") int budget) {}

  private static <M extends BlackBox, O extends Record> MethodEntry<O> entry(
      String key, Class<M> ability, Class<O> options) {
    MethodInfo<M> info =
        new MethodInfo<>(
            key,
            key,
            "One.",
            ability,
            MethodInfo.Scale.SCORE,
            Completeness.NONE,
            false,
            false,
            "1",
            "nobody");
    return new MethodEntry<>(info, options, chosen -> new Fake<>(info, chosen));
  }

  /** Counts as its options say, explains nothing. */
  private record Fake<M extends BlackBox>(MethodInfo<M> info, Record options)
      implements AttributionMethod<M> {
    @Override
    public CallsPerRow callsPerRow(int groups, int references) {
      if (options instanceof Path path) {
        return new CallsPerRow(0, path.steps());
      }
      if (options instanceof Counted counted) {
        if (groups > counted.budget()) {
          throw new IllegalArgumentException("budget is under the number of groups");
        }
        return new CallsPerRow((long) counted.budget() * references, 0);
      }
      return new CallsPerRow(1, 0);
    }

    @Override
    public Attributions attribute(M model, AttributionRequest request) {
      throw new UnsupportedOperationException();
    }
  }
}
