package io.assay.attribution.shapley;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.shapley.operator.PilotGames;
import io.assay.attribution.shapley.operator.Prior;
import io.assay.attribution.shapley.operator.PriorFit;
import io.assay.attribution.shapley.surrogate.Surrogate;
import io.assay.model.BlackBox;
import io.assay.tensor.Rng;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Learns from pilot rows what {@link GpShap} uses. Their games choose the prior. With a surrogate,
 * two thirds of the rows teach it; the others choose a prior for their games and one for what the
 * surrogate leaves of them, and it is taken if that makes coalitions that were held out likelier by
 * a tenth of their scale, and their relative errors less on average, which a few rows may decide.
 */
final class GpPilot {
  private static final String PURPOSE = "gp-shap/pilot";

  /** Logarithm of the density that a surrogate must add for each coalition held out. */
  private static final double LEAST_GAIN = 0.1;

  /** Fewer rows are all needed to choose the prior. */
  private static final int FEWEST_ROWS = 24;

  private final BlackBox model;
  private final int budget;

  GpPilot(BlackBox model, int budget) {
    this.model = model;
    this.budget = budget;
  }

  /** Learns the prior alone. */
  Optional<GpLesson> learn(List<AttributionRequest> pilot) {
    return choose(PilotValues.of(model, sorted(pilot), budget), Optional.empty());
  }

  /** Learns with a surrogate, if one can be trained and pays. */
  Optional<GpLesson> learnWithSurrogate(List<AttributionRequest> pilot) {
    if (pilot.stream().mapToInt(each -> each.batch().rows()).sum() < FEWEST_ROWS) {
      return learn(pilot);
    }
    List<AttributionRequest> rows = sorted(pilot);
    List<PilotValues> valued = PilotValues.of(model, part(rows, 2, 3), budget);
    Optional<GpLesson> plain = choose(valued, Optional.empty());
    Optional<Surrogate> surrogate =
        plain.isEmpty()
            ? Optional.empty()
            : Surrogate.train(model, part(rows, 0, 2), pilot.get(0).seed());
    return surrogate
        .flatMap(trees -> choose(valued, Optional.of(trees)))
        .filter(helped -> pays(helped, plain.orElseThrow(), valued))
        .or(() -> plain);
  }

  private static boolean pays(GpLesson helped, GpLesson plain, List<PilotValues> valued) {
    List<PilotGames> rest = games(valued, helped.surrogate());
    List<PilotGames> whole = games(valued, Optional.empty());
    double heldOut = whole.stream().mapToDouble(PilotGames::heldOut).sum();
    double gain = density(rest, helped) - density(whole, plain);
    return rest.stream().mapToInt(PilotGames::size).sum()
            == whole.stream().mapToInt(PilotGames::size).sum()
        && gain > LEAST_GAIN * heldOut
        && missed(rest, helped, whole) < missed(whole, plain, whole);
  }

  /** Returns the squares of what held-out coalitions miss, relative to those of the whole games. */
  private static double missed(List<PilotGames> games, GpLesson lesson, List<PilotGames> whole) {
    double sum = 0;
    for (int i = 0; i < games.size(); i++) {
      double[] misses = games.get(i).misses(lesson.prior());
      double[] squares = whole.get(i).squares();
      for (int game = 0; game < Math.min(misses.length, squares.length); game++) {
        sum += misses[game] / squares[game];
      }
    }
    return sum;
  }

  private static double density(List<PilotGames> games, GpLesson lesson) {
    return games.stream().mapToDouble(each -> each.density(lesson.prior())).sum();
  }

  private static Optional<GpLesson> choose(
      List<PilotValues> valued, Optional<Surrogate> surrogate) {
    List<PilotGames> games = games(valued, surrogate);
    if (games.stream().allMatch(each -> each.size() == 0)) {
      return Optional.empty();
    }
    boolean areStrengthsLearnt = games.size() == 1 && valued.get(0).sharePlayers();
    Prior prior = areStrengthsLearnt ? PriorFit.of(games.get(0)) : PriorFit.alike(games);
    return Optional.of(new GpLesson(prior, surrogate));
  }

  private static List<PilotGames> games(List<PilotValues> valued, Optional<Surrogate> surrogate) {
    return valued.stream().map(each -> each.games(surrogate)).toList();
  }

  /** Returns the rows in an order that is the same however they came. */
  private static List<AttributionRequest> sorted(List<AttributionRequest> pilot) {
    if (pilot.size() > 1) {
      return pilot.stream().sorted(Comparator.comparing(each -> key(each, 0))).toList();
    }
    AttributionRequest request = pilot.get(0);
    return List.of(
        select(
            request,
            IntStream.range(0, request.batch().rows())
                .boxed()
                .sorted(Comparator.comparing(row -> key(request, row)))
                .mapToInt(Integer::intValue)
                .toArray()));
  }

  /** Returns what rows are sorted by: a hash, and for rows of one hash their id. */
  private static String key(AttributionRequest request, int row) {
    String id = request.batch().rowIds().id(row);
    return "%016x %s".formatted(Rng.key(request.seed(), PURPOSE, id), id);
  }

  /** Returns the rows from some third to another, in one request or one each as they are. */
  private static List<AttributionRequest> part(List<AttributionRequest> rows, int from, int to) {
    if (rows.size() > 1) {
      return rows.subList(rows.size() * from / 3, rows.size() * to / 3);
    }
    int all = rows.get(0).batch().rows();
    return all * from / 3 == all * to / 3
        ? List.of()
        : List.of(rows.get(0).slice(all * from / 3, all * to / 3));
  }

  private static AttributionRequest select(AttributionRequest request, int... rows) {
    return new AttributionRequest(
        request.batch().select(rows),
        request.target().select(rows),
        request.baseline(),
        request.groups(),
        request.seed(),
        request.masking());
  }
}
