package io.assay.bench;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.TunedMethod;
import io.assay.attribution.catalog.MethodCatalog;
import io.assay.engine.ModelFiles;
import io.assay.engine.ModelOptions;
import io.assay.job.JobReader;
import io.assay.job.MethodSpec;
import io.assay.model.BlackBox;
import io.assay.tensor.Tensor;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How far estimators of Shapley values are from the truth at the same number of coalitions a row,
 * and whether they know it. The error of a row is the squared distance of its values from the exact
 * ones over the square of these, |phi' - phi|^2 / |phi|^2; printed is its mean over rows and seeds.
 * Against other libraries the error is what they were measured by: the mean square of the errors
 * over the mean square of all exact values of the game.
 */
public final class ShapleyBench {
  private static final int SEEDS = 8;
  private static final int SEEDS_OF_LARGE = 2;
  private static final int MOST_OF_LARGE = 1000;
  private static final int[] BUDGETS_A_PLAYER = {2, 4, 8, 16, 32, 64};
  private static final Path DATA = Path.of("src/test/resources/golden/tabular/breast_cancer.csv");
  private static final Path NETWORK = Path.of("jobs/breast-cancer/model/breast_cancer_mlp.pt");
  private static final double WIDTH_95 = 1.959964;
  private static final String NOTHING = "%10s".formatted("-");

  /** Exact values come back as float32. */
  private static final double ROUNDING = 1e-6;

  /**
   * The estimators, as a job file names them.
   *
   * @param name what the table calls it
   * @param job the method with its options; %d stands for the budget
   * @param isTuned whether it learns from the rows first, as a job does
   */
  private record Estimator(String name, String job, boolean isTuned) {
    AttributionMethod<?> method(int budget) {
      MethodSpec spec = spec(job.formatted(budget));
      return MethodCatalog.find(spec.key()).orElseThrow().create(spec.options());
    }

    AttributionMethod<?> with(int budget, ShapleyGame game) {
      AttributionMethod<?> method = method(budget);
      return isTuned && method instanceof TunedMethod<?> tuned ? tuned(tuned, game) : method;
    }

    private static <M extends BlackBox> AttributionMethod<M> tuned(
        TunedMethod<M> method, ShapleyGame game) {
      M model = game.model().as(method.info().ability()).orElseThrow();
      return method.with(method.tune(model, List.of(game.pilot())));
    }
  }

  private static final String GP = "gp-shap: {budget: %d, tolerance: 0, surrogate: none}";

  private static final List<Estimator> ESTIMATORS =
      List.of(
          new Estimator("permutation-shap", "permutation-shap: {budget: %d}", false),
          new Estimator("kernel-shap", "kernel-shap: {budget: %d}", false),
          new Estimator("gp-shap, untuned", GP, false),
          new Estimator("gp-shap", GP, true),
          new Estimator("gp-shap with surrogate", GP.replace("none", "auto"), true));

  private static final Estimator SHAP = ESTIMATORS.get(3);

  private final PrintStream out;
  private final JsonObject peers;

  private ShapleyBench(PrintStream out, JsonObject peers) {
    this.out = out;
    this.peers = peers;
  }

  /**
   * Prints the tables.
   *
   * @param arguments a folder of tabulated games with the errors of other libraries, standard the
   *     tests' own, and the names of games in it, standard mlp12 and sparse11
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments.length > 0 ? arguments[0] : "src/test/resources/golden/games");
    List<String> names =
        arguments.length > 1
            ? List.of(arguments).subList(1, arguments.length)
            : List.of("mlp12", "sparse11");
    JsonObject peers =
        new Gson().fromJson(Files.readString(folder.resolve("peers_bars.json")), JsonObject.class);
    ShapleyBench bench = new ShapleyBench(System.out, peers);
    for (String name : names) {
      ShapleyGame game = ShapleyGame.tabulated(folder, name);
      bench.errors(game);
      bench.againstPeers(game);
    }
    try (BlackBox network = ModelFiles.openTorchScript(NETWORK, ModelOptions.ofShape(30))) {
      bench.errors(ShapleyGame.ofPairs("network of 15 pairs", network, DATA));
    }
    bench.errors(TreeGames.synthetic());
    bench.errors(TreeGames.breastCancer(DATA));
    bench.costs();
  }

  private void errors(ShapleyGame game) {
    int[] budgets =
        IntStream.of(BUDGETS_A_PLAYER)
            .map(each -> each * game.players())
            .filter(budget -> budget < (isLarge(game) ? MOST_OF_LARGE : (1 << game.players()) - 2))
            .toArray();
    line("%n%s: %d players, %d rows", game.name(), game.players(), game.exact().size());
    StringBuilder head = new StringBuilder("%-24s".formatted("relative error, squared"));
    IntStream.of(budgets)
        .forEach(budget -> head.append("%10s".formatted(budget / game.players() + "d")));
    line("%s  correlation", head);
    for (Estimator estimator : ESTIMATORS) {
      errors(game, estimator, budgets);
    }
  }

  private void errors(ShapleyGame game, Estimator estimator, int[] budgets) {
    StringBuilder errors = new StringBuilder("%-24s".formatted(estimator.name()));
    StringBuilder covered = new StringBuilder("%-24s".formatted("  within 1.96 errors"));
    List<double[]> logs = new ArrayList<>();
    for (int budget : budgets) {
      Agreement agreement = agreement(game, estimator, budget);
      errors.append(agreement.isEmpty() ? NOTHING : "%10.1e".formatted(agreement.error()));
      covered.append(
          agreement.isEmpty() ? NOTHING : "%9.1f%%".formatted(100 * agreement.coverage()));
      logs.addAll(agreement.logs);
    }
    line("%s", errors);
    line("%s%13.2f", covered, correlation(logs));
  }

  /** Returns whether a game takes so long that fewer budgets and seeds must do. */
  private static boolean isLarge(ShapleyGame game) {
    return game.players() > 20;
  }

  /** Compares results with the truth; empty if the estimator refuses the budget. */
  private static Agreement agreement(ShapleyGame game, Estimator estimator, int budget) {
    Agreement agreement = new Agreement();
    try {
      AttributionMethod<?> method = estimator.with(budget, game);
      for (int seed = 0; seed < (isLarge(game) ? SEEDS_OF_LARGE : SEEDS); seed++) {
        Attributions result = attribute(method, game.model(), game.under(seed));
        for (int row = 0; row < result.rows(); row++) {
          agreement.add(result, row, game.exact().get(row));
        }
      }
    } catch (IllegalArgumentException refused) {
      return new Agreement();
    }
    return agreement;
  }

  private static <M extends BlackBox> Attributions attribute(
      AttributionMethod<M> method, BlackBox model, AttributionRequest request) {
    return method.attribute(model.as(method.info().ability()).orElseThrow(), request);
  }

  /** Returns the correlation of predicted and true squared errors of rows, both as logarithms. */
  private static double correlation(List<double[]> logs) {
    double[] means = new double[2];
    logs.forEach(
        each -> {
          means[0] += each[0] / logs.size();
          means[1] += each[1] / logs.size();
        });
    double[] sums = new double[3];
    for (double[] each : logs) {
      double one = each[0] - means[0];
      double other = each[1] - means[1];
      sums[0] += one * other;
      sums[1] += one * one;
      sums[2] += other * other;
    }
    return sums[0] / Math.sqrt(sums[1] * sums[2]);
  }

  /** Errors of rows, and how well standard errors tell them. */
  private static final class Agreement {
    private final List<double[]> logs = new ArrayList<>();
    private double errors;
    private double pooledErrors;
    private double pooledSquares;
    private long rows;
    private long covered;
    private long values;

    void add(Attributions result, int row, double[] exact) {
      Tensor standardErrors = result.standardErrors().orElseThrow();
      double error = 0;
      double length = 0;
      double predicted = 0;
      for (int player = 0; player < exact.length; player++) {
        double miss = result.values().at(row, player) - exact[player];
        double standard = standardErrors.at(row, player);
        covered +=
            Math.abs(miss) <= WIDTH_95 * standard + ROUNDING * Math.abs(exact[player]) ? 1 : 0;
        values++;
        error += miss * miss;
        predicted += standard * standard;
        length += exact[player] * exact[player];
      }
      if (predicted > 0 && error > 0) {
        logs.add(new double[] {Math.log(predicted / length), Math.log(error / length)});
      }
      errors += error / length;
      pooledErrors += error;
      pooledSquares += length;
      rows++;
    }

    boolean isEmpty() {
      return rows == 0;
    }

    /** Returns the mean of the rows' relative squared errors. */
    double error() {
      return errors / rows;
    }

    /** Returns all squared errors over the squares of all exact values. */
    double pooledError() {
      return pooledErrors / pooledSquares;
    }

    /** Returns which share of single values lies within 1.96 standard errors of the truth. */
    double coverage() {
      return (double) covered / values;
    }
  }

  private void againstPeers(ShapleyGame game) {
    line(
        "%n%-24s%10s%10s%10s  %s", "against other libraries", "gp-shap", "best", "shap", "best is");
    int[] budgets =
        peerRows(game.name()).stream()
            .mapToInt(row -> row.get("budget").getAsInt())
            .distinct()
            .sorted()
            .toArray();
    for (int budget : budgets) {
      double ours = agreement(game, SHAP, budget).pooledError();
      JsonObject best = best(game.name(), budget, "");
      line(
          "%-24s%10.1e%10.1e%10.1e  %s",
          "budget " + budget,
          ours,
          best.get("relative_mse").getAsDouble(),
          best(game.name(), budget, "shap.Kernel").get("relative_mse").getAsDouble(),
          best.get("method").getAsString());
    }
  }

  /** What estimators cost beside the shipped network of 30 features, with 16 references. */
  private void costs() {
    line("%n%-24s%10s%14s%14s%10s", "cost, us a row", "solver", "composing", "model", "share");
    for (Estimator estimator : ESTIMATORS.subList(1, 3)) {
      for (int players : new int[] {30, 60}) {
        int budget = 16 * players;
        AttributionMethod<?> method = estimator.method(budget);
        SolverCost.Seconds seconds =
            new SolverCost(players, budget, 16)
                .measure((model, request) -> attribute(method, model, request), NETWORK);
        line(
            "%-24s%10.1f%14.1f%14.1f%9.1f%%",
            estimator.name() + ", d = " + players,
            1e6 * seconds.solver(),
            1e6 * seconds.composing(),
            1e6 * seconds.model(),
            100 * seconds.share());
      }
    }
  }

  private List<JsonObject> peerRows(String game) {
    List<JsonObject> rows = new ArrayList<>();
    for (JsonElement row : peers.getAsJsonArray("rows")) {
      if (row.getAsJsonObject().get("game").getAsString().equals(game)) {
        rows.add(row.getAsJsonObject());
      }
    }
    return rows;
  }

  private JsonObject best(String game, int budget, String prefix) {
    return peerRows(game).stream()
        .filter(row -> row.get("budget").getAsInt() == budget)
        .filter(row -> row.get("method").getAsString().startsWith(prefix))
        .min(
            (one, other) ->
                Double.compare(
                    one.get("relative_mse").getAsDouble(), other.get("relative_mse").getAsDouble()))
        .orElseGet(
            () -> {
              JsonObject none = new JsonObject();
              none.addProperty("relative_mse", Double.NaN);
              none.addProperty("method", "");
              return none;
            });
  }

  private static MethodSpec spec(String method) {
    return JobReader.read(
            """
            name: bench
            input: {path: none, row-id: id, features: [x]}
            model: {path: none}
            methods: [{%s}]
            output: {path: none}
            """
                .formatted(method),
            List.of())
        .methods()
        .get(0);
  }

  private void line(String pattern, Object... values) {
    out.printf(Locale.ROOT, pattern + "%n", values);
  }
}
