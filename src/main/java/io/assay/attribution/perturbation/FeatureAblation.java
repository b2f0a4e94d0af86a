package io.assay.attribution.perturbation;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.MethodInfo;
import io.assay.attribution.MethodInfo.Completeness;
import io.assay.attribution.MethodInfo.Scale;
import io.assay.attribution.game.CoalitionGame;
import io.assay.baseline.FeatureGroups;
import io.assay.model.BlackBox;
import io.assay.tensor.Tensor;
import java.util.BitSet;
import java.util.List;

/**
 * What the score loses when a feature is taken away and all others stay.
 *
 * <pre>
 * A_i = v(all) - v(all but i),   v(S) = sum over b of w_b f(x_S, b_rest)
 * </pre>
 *
 * Source: Covert, Lundberg and Lee (2021), Explaining by Removing, arXiv 2011.14878, section 4.1
 * (remove individual); as Captum's FeatureAblation. A group of features is taken away together and
 * has one value, where Captum writes it to each member. Over a background it is the weighted mean.
 * What is taken away becomes what the job's masking makes of it; the formula shows replacement.
 *
 * <p>Cost of a row: at most 1 + groups x references forward calls, whatever the number of slots,
 * for a group that equals a reference needs none; the baseline's own scores are shared by a batch.
 * Memory: one model call of at most 8,192 copies.
 *
 * <p>Guarantees: deterministic; a group that is not read, or equals the baseline, gets zero. Values
 * add up to the score minus the baseline score only where groups do not interact.
 */
public final class FeatureAblation implements AttributionMethod<BlackBox> {
  /** The method has no options. */
  public record Options() {
    /** Returns the defaults. */
    public static Options standard() {
      return new Options();
    }
  }

  /** What the method is. */
  public static final MethodInfo<BlackBox> INFO =
      new MethodInfo<>(
          "feature-ablation",
          "Feature ablation",
          "What the score loses when a feature or group alone takes its baseline value.",
          BlackBox.class,
          Scale.SCORE,
          Completeness.NONE,
          true,
          false,
          "1 + groups x references forward",
          "Covert, Lundberg, Lee (2021), Explaining by Removing, arXiv 2011.14878");

  /** Creates the method. */
  public FeatureAblation(Options options) {}

  @Override
  public MethodInfo<BlackBox> info() {
    return INFO;
  }

  @Override
  public CallsPerRow callsPerRow(int groups, int references) {
    return new CallsPerRow(1 + (long) groups * references, 0);
  }

  @Override
  public long heldBytes(List<Integer> rowShape, int groups) {
    return CoalitionGame.bytesHeld(rowShape);
  }

  @Override
  public Attributions attribute(BlackBox model, AttributionRequest request) {
    int groups = request.groups().size();
    Removals removals = new Removals(model, request, groups);
    double[] losses =
        removals.losses(
            group -> {
              BitSet alone = new BitSet(groups);
              alone.set(group);
              return alone;
            });
    return removals.result(
        Tensor.of(losses, request.batch().rows(), request.target().slots(), groups));
  }

  /** The positions of every group. */
  static final class Members {
    private final int[][] positions;
    private final int features;

    Members(FeatureGroups groups) {
      this.features = groups.features();
      this.positions = new int[groups.size()][];
      int[] sizes = new int[groups.size()];
      for (int feature = 0; feature < features; feature++) {
        sizes[groups.groupOf(feature)]++;
      }
      for (int group = 0; group < sizes.length; group++) {
        positions[group] = new int[sizes[group]];
      }
      for (int feature = features - 1; feature >= 0; feature--) {
        int group = groups.groupOf(feature);
        positions[group][--sizes[group]] = feature;
      }
    }

    /** Gives a group of a copy the values of a reference. */
    void replace(int group, Tensor references, int reference, float[] into, int offset) {
      for (int position : positions[group]) {
        into[offset + position] = references.at(reference * features + position);
      }
    }
  }
}
