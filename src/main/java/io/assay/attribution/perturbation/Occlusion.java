package io.assay.attribution.perturbation;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.GroupFold;
import io.assay.attribution.MethodInfo;
import io.assay.attribution.MethodInfo.Completeness;
import io.assay.attribution.MethodInfo.Scale;
import io.assay.attribution.Setting;
import io.assay.baseline.FeatureGroups;
import io.assay.model.BlackBox;
import io.assay.tensor.Tensor;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the score loses when a window of the row is covered, averaged over the windows that cover a
 * position.
 *
 * <pre>
 * O_i = mean over windows W with i in W of (v(all) - v(all but W))
 * v(S) = sum over b of w_b f(x_S, b_rest)
 * </pre>
 *
 * Source: Zeiler and Fergus (2014), Visualizing and Understanding Convolutional Networks, arXiv
 * 1311.2901, section 4.2, with the windows of Captum's Occlusion: the last one on an axis is cut
 * off at the edge. Covered values take those of the baseline, over a background of each of its rows
 * under its weight, or what else the job's masking makes of them. A group of features gets the mean
 * of its positions.
 *
 * <p>Cost of a row: at most 1 + windows x references forward calls, whatever the number of slots,
 * for a window that equals a reference needs none; the baseline's own scores are shared by a batch.
 * Memory: one model call of at most 8,192 copies, one number a window and slot.
 *
 * <p>Guarantees: deterministic; positions whose windows are not read, or equal the baseline, get
 * zero. Values do not add up to the score.
 */
public final class Occlusion implements AttributionMethod<BlackBox> {
  private static final int PARTS = 8;

  /**
   * Which windows.
   *
   * @param window its size on each axis of a row; larger than the row means all of it
   * @param stride from one window to the next on each axis, at most the window's size
   */
  public record Options(
      @Setting(
              meaning =
                  "Size of the window on each axis of a row, such as [3, 16, 16]. Empty: single"
                      + " features of a table, single steps of a sequence, all channels of an"
                      + " eighth of each side of an image.",
              standard = "[]",
              allowed = "one size of 1 or more an axis",
              unit = "positions")
          List<Integer> window,
      @Setting(
              meaning = "How far the window moves on each axis. Empty: half its size, rounded up.",
              standard = "[]",
              allowed = "one number an axis, 1 to the window's size",
              unit = "positions")
          List<Integer> stride) {
    /** Checks each by itself and both together. */
    public Options {
      window = List.copyOf(window);
      stride = List.copyOf(stride);
      if (window.stream().anyMatch(size -> size < 1)) {
        throw new IllegalArgumentException(
            "occlusion.window is " + window + "; need sizes of 1 or more");
      }
      if (!stride.isEmpty() && stride.size() != window.size()) {
        throw new IllegalArgumentException(
            "occlusion.stride is %s for the window %s; need one number for each of its axes"
                .formatted(stride, window));
      }
      for (int axis = 0; axis < stride.size(); axis++) {
        if (stride.get(axis) < 1 || stride.get(axis) > window.get(axis)) {
          throw new IllegalArgumentException(
              "occlusion.stride is %s for the window %s; need 1 to the window's size"
                  .formatted(stride, window));
        }
      }
    }

    /** Returns the defaults. */
    public static Options standard() {
      return new Options(List.of(), List.of());
    }
  }

  /** What the method is. */
  public static final MethodInfo<BlackBox> INFO =
      new MethodInfo<>(
          "occlusion",
          "Occlusion",
          "What the score loses when a sliding window of the row takes its baseline values.",
          BlackBox.class,
          Scale.SCORE,
          Completeness.NONE,
          true,
          false,
          "1 + windows x references forward",
          "Zeiler, Fergus (2014), Visualizing and Understanding Convolutional Networks,"
              + " arXiv 1311.2901");

  private final Options options;

  /** Creates the method. */
  public Occlusion(Options options) {
    this.options = options;
  }

  @Override
  public MethodInfo<BlackBox> info() {
    return INFO;
  }

  /** {@inheritDoc} Here of a row with one axis, as long as there are groups. */
  @Override
  public CallsPerRow callsPerRow(int groups, int references) {
    return callsPerRow(List.of(groups), groups, references);
  }

  @Override
  public CallsPerRow callsPerRow(List<Integer> rowShape, int groups, int references) {
    int[] shape = rowShape.stream().mapToInt(Integer::intValue).toArray();
    return new CallsPerRow(1 + (long) windows(shape).size() * references, 0);
  }

  private Windows windows(int[] shape) {
    List<Integer> sizes = options.window();
    if (!sizes.isEmpty() && sizes.size() != shape.length) {
      throw new IllegalArgumentException(
          "occlusion.window is %s for rows of shape %s; need one size an axis"
              .formatted(sizes, Arrays.toString(shape)));
    }
    int[] window = new int[shape.length];
    int[] stride = new int[shape.length];
    for (int axis = 0; axis < shape.length; axis++) {
      int size = sizes.isEmpty() ? standardSize(shape, axis) : sizes.get(axis);
      window[axis] = Math.min(size, shape[axis]);
      stride[axis] = options.stride().isEmpty() ? (size + 1) / 2 : options.stride().get(axis);
    }
    return Windows.on(shape, window, stride);
  }

  /** Returns one feature of a table, a step of a sequence, a part of an image. */
  private static int standardSize(int[] shape, int axis) {
    return switch (shape.length) {
      case 1 -> 1;
      case 2 -> axis == 0 ? 1 : shape[axis];
      default -> axis == 0 ? shape[axis] : Math.max(1, shape[axis] / PARTS);
    };
  }

  /**
   * Explains a batch.
   *
   * @throws IllegalArgumentException if rows have not as many axes as the window
   */
  @Override
  public Attributions attribute(BlackBox model, AttributionRequest request) {
    Windows windows = windows(request.batch().input().rowShape());
    Removals removals = new Removals(model, ofPositions(request), windows.size());
    double[] losses =
        removals.losses(
            box -> {
              BitSet covered = new BitSet();
              windows.visit(box, covered::set);
              return covered;
            });
    return removals.result(spread(losses, windows, request));
  }

  /** Returns the request with every position as its own player. */
  private static AttributionRequest ofPositions(AttributionRequest request) {
    if (request.groups().areSingletons()) {
      return request;
    }
    List<String> positions =
        IntStream.range(0, request.groups().features()).mapToObj(Integer::toString).toList();
    return new AttributionRequest(
        request.batch(),
        request.target(),
        request.baseline(),
        FeatureGroups.singletons(positions),
        request.seed(),
        request.masking());
  }

  /** Gives every position the mean of its windows, and every group the mean of its positions. */
  private static Tensor spread(double[] losses, Windows windows, AttributionRequest request) {
    int rows = request.batch().rows();
    int slots = request.target().slots();
    int length = request.groups().features();
    int groups = request.groups().size();
    int[] covers = new int[length];
    for (int box = 0; box < windows.size(); box++) {
      windows.visit(box, at -> covers[at]++);
    }
    float[] values = new float[rows * slots * groups];
    for (int scalar = 0; scalar < rows * slots; scalar++) {
      double[] means = new double[length];
      for (int box = 0; box < windows.size(); box++) {
        double loss = losses[scalar * windows.size() + box];
        windows.visit(box, at -> means[at] += loss / covers[at]);
      }
      Tensor folded = GroupFold.means(means, 1, 1, request.groups());
      System.arraycopy(folded.values(), 0, values, scalar * groups, groups);
    }
    return Tensor.of(values, rows, slots, groups);
  }
}
