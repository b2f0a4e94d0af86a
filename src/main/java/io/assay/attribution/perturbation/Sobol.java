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
import io.assay.model.BlackBox;
import java.util.List;

/**
 * Which share of the score's variance under random masks goes back to a place: alone, or with all
 * that it does together with others.
 *
 * <pre>
 * total_i = E[Var(f | all m but m_i)] / Var(f)     first_i = Var(E[f | m_i]) / Var(f)
 * f = f(x m + b (1 - m))
 * </pre>
 *
 * Source: Fel, Cadène, Chalvidal, Cord, Vigouroux and Serre (2021), Look at the Variance!, arXiv
 * 2111.04138, equations 3 and 4, with Jansen's estimator ({@link PickFreeze}) over a Latin
 * hypercube, where they take a Sobol' sequence. In images, [channels, height, width], the places
 * are the cells of a grid, or the groups where they are no more; masks are uniform between 0 and 1,
 * as in the paper, and what is hidden fades to the baseline, whatever the request's masking. In
 * rows of other shapes a group is shown or hidden as a whole, each as likely, so that ids and
 * categories are never mixed. The rows of a bank share their masks. Over a background the score is
 * the weighted mean.
 *
 * <p>Cost of a row: 1 + samples x (places + 2) x references forward calls at most, whatever the
 * number of slots; the baseline's own scores are shared by a batch. Memory: 16 MiB of scores, and
 * one model call of at most 8,192 inputs.
 *
 * <p>Guarantees: values are shares, without a sign and without the score's unit. Exact, with
 * standard errors of zero, where all ways to hide groups are no more than the masks; otherwise of
 * an error that falls like 1/sqrt(samples), with a standard error each: on images of 9 places
 * within 10 % of the true one, with intervals of 1.96 that cover 91 % at 32 samples and 95 to 97 %
 * at 256. Places that are not read get exactly zero, and so does everything where the score does
 * not vary beyond float32 rounding. Total indices sum to one or more, first ones to one or less. A
 * group over several cells gets the mean of its positions, and of their standard errors, which is
 * no less than its own. Random draws belong to seed, bank and row id.
 */
public final class Sobol implements AttributionMethod<BlackBox> {
  /** Which share. */
  public enum Index {
    /** With all that a place does together with others. */
    TOTAL {
      @Override
      double part(double first, double secondOffMean, double mixed) {
        return (first - mixed) * (first - mixed) / 2;
      }
    },
    /** What a place does alone. */
    FIRST {
      @Override
      double part(double first, double secondOffMean, double mixed) {
        return secondOffMean * (mixed - first);
      }
    };

    /**
     * Returns what a sample says of the variance that goes back to a player.
     *
     * @param first score of the first mask
     * @param secondOffMean score of the second one, less the mean score
     * @param mixed score of the first one with the player's value from the second
     */
    abstract double part(double first, double secondOffMean, double mixed);
  }

  /**
   * Which masks.
   *
   * @param samples pairs of masks a row, 8 to 100,000
   * @param grid cells along each side of an image, 2 to 32
   * @param index which share
   * @param banks sets of masks, 1 to 1,024
   */
  public record Options(
      @Setting(
              meaning =
                  "Pairs of masks a row; each takes two model calls and one more for every cell or"
                      + " group, against every reference.",
              standard = "32",
              allowed = "8 to 100000",
              unit = "pairs")
          int samples,
      @Setting(
              meaning =
                  "Cells along each side of an image; where there are no more groups than cells,"
                      + " groups are shown and hidden instead.",
              standard = "8",
              allowed = "2 to 32",
              unit = "cells")
          int grid,
      @Setting(
              meaning =
                  "What goes back to a place with all that it does together with others (total),"
                      + " or alone (first).",
              standard = "total",
              allowed = "total, first")
          Index index,
      @Setting(
              meaning =
                  "Sets of masks; a row uses the one that its id selects, so that errors of"
                      + " different rows cancel in global tables.",
              standard = "16",
              allowed = "1 to 1024",
              unit = "sets")
          int banks) {
    /** Checks the ranges. */
    public Options {
      check(samples >= 8 && samples <= 100_000, "samples", samples, "8 to 100000");
      check(grid >= 2 && grid <= 32, "grid", grid, "2 to 32");
      check(banks >= 1 && banks <= 1024, "banks", banks, "1 to 1024");
    }

    private static void check(boolean isAllowed, String key, Object found, String allowed) {
      if (!isAllowed) {
        throw new IllegalArgumentException("sobol." + key + " is " + found + "; need " + allowed);
      }
    }

    /** Returns the defaults. */
    public static Options standard() {
      return new Options(32, 8, Index.TOTAL, 16);
    }
  }

  /** What the method is. */
  public static final MethodInfo<BlackBox> INFO =
      new MethodInfo<>(
          "sobol",
          "Sobol attribution",
          "Share of the score's variance under random masks that goes back to a place.",
          BlackBox.class,
          Scale.INNER,
          Completeness.NONE,
          true,
          true,
          "1 + samples x (places + 2) x references forward",
          "Fel, Cadene, Chalvidal, Cord, Vigouroux, Serre (2021), Look at the Variance!,"
              + " arXiv 2111.04138");

  private final Options options;

  /** Creates the method. */
  public Sobol(Options options) {
    this.options = options;
  }

  @Override
  public MethodInfo<BlackBox> info() {
    return INFO;
  }

  /** {@inheritDoc} Here of a row with one axis. */
  @Override
  public CallsPerRow callsPerRow(int groups, int references) {
    return callsPerRow(List.of(groups), groups, references);
  }

  @Override
  public CallsPerRow callsPerRow(List<Integer> rowShape, int groups, int references) {
    long masks =
        rowShape.size() == 3
            ? PickFreeze.size(
                SobolOfImages.places(rowShape.get(1), rowShape.get(2), groups, options.grid()),
                options.samples())
            : SobolOfGroups.coalitions(groups, options);
    return new CallsPerRow(CoalitionGame.callsPerRow(masks, references), 0);
  }

  /** {@inheritDoc} Images have none: a place has a height, whatever else is in its segment. */
  @Override
  public boolean hasPlayers(List<Integer> rowShape) {
    return rowShape.size() != 3;
  }

  @Override
  public Attributions attribute(BlackBox model, AttributionRequest request) {
    return request.batch().input().rank() == 4
        ? new SobolOfImages(model, request, options).attribute()
        : new SobolOfGroups(model, request, options).attribute();
  }
}
