package io.assay.attribution.perturbation;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.MethodInfo;
import io.assay.attribution.MethodInfo.Completeness;
import io.assay.attribution.MethodInfo.Scale;
import io.assay.attribution.Setting;
import io.assay.attribution.game.CoalitionGame;
import io.assay.baseline.Coalitions;
import io.assay.baseline.SizedDesign;
import io.assay.model.BlackBox;
import io.assay.tensor.Rng;
import java.util.List;

/**
 * The slopes of a linear model that fits the score near the row, nearness being how many features
 * are present.
 *
 * <pre>
 * min over b, beta of E_z (v(z) - b - beta . z)^2,   z from p(z) proportional to
 * sqrt(exp(-D(z)^2 / width^2)),   D(z) = 1 - sqrt(|z| / d)
 * </pre>
 *
 * with z = 1 for features that are present, v the value of that coalition, and D the cosine
 * distance to the row itself. Source: Ribeiro, Singh and Guestrin (2016), Why Should I Trust You?,
 * arXiv 1602.04938, algorithm 1 with the kernel of its authors' package; coalitions drawn from the
 * kernel and weighted alike after Tan, Tian and Li (2023), GLIME, arXiv 2311.15722, section 3. We
 * depart from them so: coalitions are stratified by size, without replacement ({@link
 * SizedDesign}), the empty and the full one always among them; the rows of a bank share them, and
 * so one matrix; the ridge is 0 and no feature is dropped, unless it is asked for; features that
 * equal the baseline are no players. {@link LocalRegression} takes any other coalitions and
 * weights, and gives for LIME's own what the package gives.
 *
 * <p>Cost of a row: 1 + evaluations x references forward calls, whatever the number of slots, where
 * evaluations is exactly {@code samples}, or 2^d - 2 if that is not more; the baseline's own scores
 * are shared by a batch. Memory: 8 MiB of values, 8 x samples x players bytes a matrix, and one
 * model call of at most 8,192 inputs.
 *
 * <p>Guarantees: exact, with standard errors of zero, where 2^d - 2 coalitions are within the
 * samples, and for additive scores always (ridge 0); otherwise of an error that falls like
 * 1/sqrt(samples) or faster, with a standard error each, those of chosen features given the choice:
 * on a network of 12 players 1.2 times the true one at 4 samples a player, 1.1 times at 8, within 5
 * % from 16 on, with intervals of 1.96 that cover 96 to 97 %. The squared error is 0.8 of that of
 * as many coalitions under the kernel's weights, 0.3 at a width of 0.1. The fit's worth is the
 * diagnostic {@code local_r2}: the share of variance explained in samples that were held out, each
 * in its turn. Values do not add up to the score, and a feature that the model does not read gets
 * zero in expectation only where the model is additive. Random draws belong to seed, bank and row
 * id, so a row's values do not depend on its batch.
 */
public final class Lime implements AttributionMethod<BlackBox> {
  /** How features are chosen, if not all are kept. */
  public enum Selection {
    /** Those with the largest coefficients in a fit to all. */
    HIGHEST_WEIGHTS,
    /** One after the other, the one that explains most beside those before it. */
    FORWARD_SELECTION,
    /** Those that the lasso keeps. */
    LASSO_PATH
  }

  /**
   * What is sampled and fitted.
   *
   * @param samples coalitions valued a row, beside the empty and the full one: 4 to 100,000, and at
   *     least two a player unless all are enumerated
   * @param kernelWidth of the locality kernel, 0.05 to 100; the wider, the more features are absent
   * @param ridge what the squares of the slopes count against one sample, 0 to 1,000,000
   * @param features how many may have a slope at most; 0 for all
   * @param selection how they are chosen
   * @param banks sets of coalitions, 1 to 1,024
   */
  public record Options(
      @Setting(
              meaning =
                  "Coalitions valued a row, each against every reference; kept exactly, but for"
                      + " fewer where that enumerates all. At least 2 a player.",
              standard = "512",
              allowed = "4 to 100000",
              unit = "coalitions")
          int samples,
      @Setting(
              meaning =
                  "Width of the locality kernel over cosine distance; the wider, the more features"
                      + " are absent at once.",
              standard = "0.25",
              allowed = "0.05 to 100")
          double kernelWidth,
      @Setting(
              meaning =
                  "What the squares of the slopes count beside the errors of the samples; shrinks"
                      + " all values. LIME's own is 1.",
              standard = "0",
              allowed = "0 to 1000000")
          double ridge,
      @Setting(
              meaning = "How many features may have a value; 0 for all.",
              standard = "0",
              allowed = "0 or more",
              unit = "features")
          int features,
      @Setting(
              meaning = "How these features are chosen.",
              standard = "highest-weights",
              allowed = "highest-weights, forward-selection, lasso-path")
          Selection selection,
      @Setting(
              meaning =
                  "Sets of coalitions; a row uses the one that its id selects, so that errors of"
                      + " different rows cancel in global tables.",
              standard = "16",
              allowed = "1 to 1024",
              unit = "sets")
          int banks) {
    /** Checks the ranges. */
    public Options {
      check(samples >= 4 && samples <= 100_000, "samples", samples, "4 to 100000");
      check(kernelWidth >= 0.05 && kernelWidth <= 100, "kernel-width", kernelWidth, "0.05 to 100");
      check(ridge >= 0 && ridge <= 1_000_000, "ridge", ridge, "0 to 1000000");
      check(features >= 0, "features", features, "0 or more");
      check(banks >= 1 && banks <= 1024, "banks", banks, "1 to 1024");
    }

    private static void check(boolean isAllowed, String key, Object found, String allowed) {
      if (!isAllowed) {
        throw new IllegalArgumentException("lime." + key + " is " + found + "; need " + allowed);
      }
    }

    /** Returns the defaults. */
    public static Options standard() {
      return new Options(512, 0.25, 0, 0, Selection.HIGHEST_WEIGHTS, 16);
    }
  }

  /** What the method is. */
  public static final MethodInfo<BlackBox> INFO =
      new MethodInfo<>(
          "lime",
          "LIME",
          "Slopes of a linear model fitted to the score near the row, with standard errors.",
          BlackBox.class,
          Scale.SCORE,
          Completeness.NONE,
          true,
          true,
          "1 + samples x references forward",
          "Ribeiro, Singh, Guestrin (2016), Why Should I Trust You?, arXiv 1602.04938;"
              + " Tan, Tian, Li (2023), GLIME, arXiv 2311.15722");

  private static final int LEAST_SAMPLES_A_PLAYER = 2;

  private static final int MOST_DRAWS = 1000;

  private final Options options;

  /** Creates the method. */
  public Lime(Options options) {
    this.options = options;
  }

  @Override
  public MethodInfo<BlackBox> info() {
    return INFO;
  }

  @Override
  public CallsPerRow callsPerRow(int groups, int references) {
    return new CallsPerRow(CoalitionGame.callsPerRow(evaluations(groups), references), 0);
  }

  @Override
  public long heldBytes(List<Integer> rowShape, int groups) {
    return CoalitionGame.bytesHeld(rowShape);
  }

  private int evaluations(int players) {
    if (isEnumerated(players)) {
      return (1 << players) - 2;
    }
    int least = LEAST_SAMPLES_A_PLAYER * players;
    if (options.samples() < least) {
      throw new IllegalArgumentException(
          "lime.samples is %d for %d players; need at least %d, 2 a player, or fewer players by"
                  .formatted(options.samples(), players, least)
              + " feature groups");
    }
    return options.samples();
  }

  private boolean isEnumerated(int players) {
    return players < Integer.SIZE - 1 && (1 << players) - 2 <= options.samples();
  }

  /**
   * Explains a batch.
   *
   * @throws IllegalArgumentException if the samples are less than two a player and do not enumerate
   */
  @Override
  public Attributions attribute(BlackBox model, AttributionRequest request) {
    evaluations(request.groups().size());
    PlayedRows rows = new PlayedRows(model, request);
    float[] scores = new float[rows.scalars()];
    rows.explain(options.banks(), new Fits(rows, request.seed(), scores));
    return rows.result(List.of(rows.diagnostic("local_r2", scores)));
  }

  /** Fits every row and slot, and notes what the fit is worth. */
  private final class Fits implements PlayedRows.Rule<LocalFit> {
    private final PlayedRows rows;
    private final long seed;
    private final float[] scores; // [rows, slots]

    Fits(PlayedRows rows, long seed, float[] scores) {
      this.rows = rows;
      this.seed = seed;
      this.scores = scores;
    }

    @Override
    public boolean isEnumerated(int players) {
      return Lime.this.isEnumerated(players);
    }

    @Override
    public LocalFit draw(int players, int bank) {
      return fit(players, bank, seed);
    }

    @Override
    public Coalitions coalitions(LocalFit fit) {
      return fit.proper();
    }

    @Override
    public void explain(LocalFit fit, List<Integer> players, int scalar, double[] valued) {
      double[] all = new double[valued.length + 2];
      all[0] = rows.empty(scalar);
      all[1] = rows.full(scalar);
      System.arraycopy(valued, 0, all, 2, valued.length);
      scores[scalar] =
          (float)
              fit.explain(
                  all,
                  (player, value, error) -> rows.put(scalar, players.get(player), value, error));
    }

    @Override
    public void explainNothing(int scalar) {
      scores[scalar] = 1; // nothing varies, so that nothing is missed
    }
  }

  /** Draws the design of a bank, anew in the rare case that it leaves a player undetermined. */
  LocalFit fit(int players, int bank, long seed) {
    double[] shares = shares(players, options.kernelWidth());
    for (int draw = 0; draw < MOST_DRAWS; draw++) {
      String name = "bank-" + bank + "/draw-" + draw;
      SizedDesign design =
          isEnumerated(players)
              ? SizedDesign.enumerated(shares)
              : SizedDesign.drawn(shares, options.samples(), Rng.of(seed, INFO.key(), name));
      LocalFit fit = LocalFit.of(design, options);
      if (fit.isDetermined()) {
        return fit;
      }
    }
    throw new IllegalStateException(
        "no design of %d coalitions identifies %d players".formatted(options.samples(), players));
  }

  /** Returns the kernel's share of each size, 0 to players, next to that of the largest. */
  static double[] shares(int players, double kernelWidth) {
    double[] logs = new double[players + 1];
    double ways = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int size = 0; size <= players; size++) {
      double distance = 1 - Math.sqrt((double) size / players);
      logs[size] = ways - distance * distance / (2 * kernelWidth * kernelWidth);
      most = Math.max(most, logs[size]);
      ways += Math.log((double) (players - size) / (size + 1));
    }
    double[] shares = new double[players + 1];
    for (int size = 0; size <= players; size++) {
      shares[size] = Math.exp(logs[size] - most);
    }
    return shares;
  }
}
