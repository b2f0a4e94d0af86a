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
import io.assay.baseline.BalancedBits;
import io.assay.baseline.MaskGrid;
import io.assay.baseline.SmoothMasks;
import io.assay.model.BlackBox;
import java.util.List;

/**
 * What the score is where random masks show a place, against where they hide it.
 *
 * <pre>
 * S_i = E[f(x m + b (1 - m)) m_i] / p - E[f(x m + b (1 - m)) (1 - m_i)] / (1 - p)
 *     = cov(f, m_i) / (p (1 - p)),   p = E[m_i]
 * </pre>
 *
 * Source: Petsiuk, Das and Saenko (2018), RISE, arXiv 1806.07421, equation 4. The paper's map is
 * the first term alone ({@code form: mean}); by the second, which changes no order within a row, a
 * place that does not matter gets zero. Images, [channels, height, width], have the paper's masks:
 * coarse random grids, stretched bilinearly and shifted ({@link SmoothMasks}); a group gets the
 * mean of its positions; what is hidden fades to the baseline, whatever the request's masking. In
 * rows of other shapes each group is shown or hidden as a whole, so that ids and categories are
 * never mixed. We depart from the paper in the draw: masks come in blocks that are balanced within
 * ({@link BalancedBits}), and the rows of a bank share them. Over a background the score is the
 * weighted mean.
 *
 * <p>Cost of a row: 1 + masks x references forward calls, whatever the number of slots, masks being
 * whole blocks; the baseline's own scores are shared by a batch. Memory: 16 MiB of sums, but at
 * least 32 bytes a group and slot, and one model call of at most 8,192 inputs.
 *
 * <p>Guarantees: without bias; exact, with standard errors of zero, where all ways to hide groups
 * are within the masks; otherwise of an error that falls like 1/sqrt(masks), with a standard error
 * each from the spread of eight blocks or more: on a network of 12 groups, and on images of noise,
 * within 3 % of the true one, with intervals of 1.96 that cover 92 to 95 %. At probability 0.5 what
 * is additive in groups of rows that are no images is exact, too. On images of two networks the
 * error at 2048 masks is a fifth to a sixth of that of as many independent ones, at 512 half.
 * Groups that are not read get zero up to that error, or the mean score in the paper's form. Values
 * do not add up to the score. Random draws belong to seed, bank and row id.
 */
public final class Rise implements AttributionMethod<BlackBox> {
  /** What is made of scores under masks. */
  public enum Form {
    /** The mean score where a place is shown, less that where it is hidden. */
    CONTRAST {
      @Override
      double value(double mean, double covariance, double probability) {
        return covariance / (probability * (1 - probability));
      }
    },
    /** The mean score where a place is shown. */
    MEAN {
      @Override
      double value(double mean, double covariance, double probability) {
        return mean + covariance / probability;
      }
    };

    /**
     * Returns the value of a place.
     *
     * @param mean of the scores
     * @param covariance of the score with what is shown of the place
     * @param probability the mean of what is shown
     */
    abstract double value(double mean, double covariance, double probability);
  }

  /**
   * Which masks.
   *
   * @param masks how many a row, 16 to 1,000,000
   * @param grid cells along each side of an image, 2 to 64
   * @param probability of a cell or group to be shown, 0.05 to 0.95
   * @param form what is made of the scores
   * @param banks sets of masks, 1 to 1,024
   */
  public record Options(
      @Setting(
              meaning = "Masks a row, rounded down to whole blocks.",
              standard = "2048",
              allowed = "16 to 1000000",
              unit = "masks")
          int masks,
      @Setting(
              meaning = "Cells along each side of an image in the grids that masks are made of.",
              standard = "7",
              allowed = "2 to 64",
              unit = "cells")
          int grid,
      @Setting(
              meaning = "Chance of a cell, or of a group of rows that are no images, to be shown.",
              standard = "0.5",
              allowed = "0.05 to 0.95")
          double probability,
      @Setting(
              meaning =
                  "The mean score where a place is shown, less that where it is hidden (contrast),"
                      + " or as it is (mean), as in the paper.",
              standard = "contrast",
              allowed = "contrast, mean")
          Form form,
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
      check(masks >= 16 && masks <= 1_000_000, "masks", masks, "16 to 1000000");
      check(grid >= 2 && grid <= 64, "grid", grid, "2 to 64");
      check(probability >= 0.05 && probability <= 0.95, "probability", probability, "0.05 to 0.95");
      check(banks >= 1 && banks <= 1024, "banks", banks, "1 to 1024");
    }

    private static void check(boolean isAllowed, String key, Object found, String allowed) {
      if (!isAllowed) {
        throw new IllegalArgumentException("rise." + key + " is " + found + "; need " + allowed);
      }
    }

    /** Returns the defaults. */
    public static Options standard() {
      return new Options(2048, 7, 0.5, Form.CONTRAST, 16);
    }
  }

  /** What the method is. */
  public static final MethodInfo<BlackBox> INFO =
      new MethodInfo<>(
          "rise",
          "RISE",
          "What the score is where random masks show a place, against where they hide it.",
          BlackBox.class,
          Scale.SCORE,
          Completeness.NONE,
          true,
          true,
          "1 + masks x references forward",
          "Petsiuk, Das, Saenko (2018), RISE, arXiv 1806.07421");

  private final Options options;

  /** Creates the method. */
  public Rise(Options options) {
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
    long masks;
    if (rowShape.size() == 3) {
      int cells = MaskGrid.over(rowShape.get(1), rowShape.get(2), options.grid()).cells();
      masks = SmoothMasks.size(cells, options.probability(), options.masks());
    } else {
      masks = RiseOfGroups.coalitions(groups, options);
    }
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
        ? new RiseOfImages(model, request, options).attribute()
        : new RiseOfGroups(model, request, options).attribute();
  }
}
