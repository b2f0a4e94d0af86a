package io.assay.attribution.perturbation;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.MethodInfo;
import io.assay.attribution.MethodInfo.Completeness;
import io.assay.attribution.MethodInfo.Scale;
import io.assay.attribution.Setting;
import io.assay.baseline.Baseline;
import io.assay.model.BlackBox;
import io.assay.tensor.Rng;
import io.assay.tensor.Tensor;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What the score loses when a feature takes the values that it has in other rows and all others
 * stay.
 *
 * <pre>
 * P_i = f(x) - mean over draws b of f(x with i from b)
 * </pre>
 *
 * Source: Breiman (2001), Random Forests, doi 10.1023/A:1010933404324, section 10, for one row at a
 * time as Captum's FeaturePermutation. Captum shuffles within a batch, so its values depend on what
 * is in the batch with a row; ours are drawn from the background, without replacement, by the row's
 * id. All groups of a row meet the same draws.
 *
 * <p>Cost of a row: 1 + groups x draws forward calls, draws being no more than references; the
 * baseline's own scores are shared by a batch. Memory: one model call of at most 8,192 copies.
 *
 * <p>Guarantees: the same for the same seed and row id, however rows are cut into batches; without
 * bias for feature ablation over the whole background, and equal to it, without error, where there
 * are no more references than draws; standard errors after drawing without replacement. A group
 * that is not read gets zero. Values do not add up to the score.
 */
public final class FeaturePermutation implements AttributionMethod<BlackBox> {
  /**
   * How many other rows are asked.
   *
   * @param draws background rows for each row, 2 to 100000
   */
  public record Options(
      @Setting(
              meaning =
                  "Background rows whose values stand in, drawn for each row without replacement;"
                      + " all of them if there are no more.",
              standard = "16",
              allowed = "2 to 100000",
              unit = "rows")
          int draws) {
    /** Checks the range. */
    public Options {
      if (draws < 2 || draws > 100_000) {
        throw new IllegalArgumentException(
            "feature-permutation.draws is " + draws + "; need 2 to 100000");
      }
    }

    /** Returns the defaults. */
    public static Options standard() {
      return new Options(16);
    }
  }

  /** What the method is. */
  public static final MethodInfo<BlackBox> INFO =
      new MethodInfo<>(
          "feature-permutation",
          "Feature permutation",
          "What the score loses when a feature takes its values from other rows, with errors.",
          BlackBox.class,
          Scale.SCORE,
          Completeness.NONE,
          true,
          true,
          "1 + groups x draws forward",
          "Breiman (2001), Random Forests, doi 10.1023/A:1010933404324");

  private final Options options;

  /** Creates the method. */
  public FeaturePermutation(Options options) {
    this.options = options;
  }

  @Override
  public MethodInfo<BlackBox> info() {
    return INFO;
  }

  @Override
  public CallsPerRow callsPerRow(int groups, int references) {
    return new CallsPerRow(1 + (long) groups * Math.min(options.draws(), references), 0);
  }

  @Override
  public Attributions attribute(BlackBox model, AttributionRequest request) {
    int rows = request.batch().rows();
    int slots = request.target().slots();
    int groups = request.groups().size();
    Baseline baseline = request.baseline();
    int draws = Math.min(options.draws(), baseline.size());
    int[] drawn = drawn(request, draws);
    FeatureAblation.Members members = new FeatureAblation.Members(request.groups());
    DrawnMeans means = new DrawnMeans(rows * slots * groups, draws, baseline.size());
    Replacements copies = new Replacements(request, Math.multiplyExact(groups, draws));
    Replacements.Scored scored =
        copies.score(
            model,
            (row, copy, into, offset) ->
                members.replace(
                    copy / draws, baseline.rows(), drawn[row * draws + copy % draws], into, offset),
            (row, slot, copy, loss) ->
                means.add(
                    (row * slots + slot) * groups + copy / draws,
                    baseline.weight(drawn[row * draws + copy % draws]) * loss));
    return copies.result(
        scored,
        Tensor.of(means.values(), rows, slots, groups),
        Optional.of(Tensor.of(means.standardErrors(), rows, slots, groups)));
  }

  /** Draws references for every row, [rows, draws]; in order if that is all of them. */
  private static int[] drawn(AttributionRequest request, int draws) {
    int references = request.baseline().size();
    int[] drawn = new int[request.batch().rows() * draws];
    int[] left = new int[references];
    for (int row = 0; row < request.batch().rows(); row++) {
      for (int reference = 0; reference < references; reference++) {
        left[reference] = reference;
      }
      RandomGenerator random = Rng.of(request.seed(), INFO.key(), request.batch().rowIds().id(row));
      for (int draw = 0; draw < draws; draw++) {
        int at = draws == references ? draw : draw + random.nextInt(references - draw);
        drawn[row * draws + draw] = left[at];
        left[at] = left[draw];
      }
    }
    return drawn;
  }
}
