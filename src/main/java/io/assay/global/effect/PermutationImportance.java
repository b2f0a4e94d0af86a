package io.assay.global.effect;

import io.assay.attribution.Setting;
import io.assay.baseline.FeatureGroups;
import io.assay.global.Compositions;
import io.assay.global.GlobalInfo;
import io.assay.global.GlobalMethod;
import io.assay.global.GlobalRecord;
import io.assay.global.GlobalRequest;
import io.assay.global.GlobalResult;
import io.assay.global.GlobalShape;
import io.assay.global.Ranges;
import io.assay.model.BlackBox;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How far the score moves when a feature group takes its values from another row.
 *
 * <pre>
 * I_j = mean over rows i and repeats s of d(f(x_i), f(x_i with j from x_{i+s}))
 * </pre>
 *
 * where d is |a - b| or (a - b)^2 / 2, or loss(y_i, b) - loss(y_i, a) with labels y. Source:
 * Breiman (2001), Random Forests, doi 10.1023/A:1010933404324, section 10; Fisher, Rudin and
 * Dominici (2019), All Models are Wrong, but Many are Useful, arXiv 1801.01489, section 3, whose
 * e_switch shifts rows as we do: rows stand in the order of their keys, which is random, and each
 * takes the values of the one {@code s} places on. So no row keeps its own, as in a permutation
 * some do, and all groups meet the same rows. The squared change is the variance owed to the group
 * and its interactions where groups are independent (Jansen (1999), doi
 * 10.1016/S0010-4655(98)00154-4).
 *
 * <p>Cost: rows x (1 + groups x repeats) forward calls. Memory: rows x repeats scores a group.
 *
 * <p>Rows whose label says nothing about the outputs are left out of losses, and other rows do not
 * take their values. A rise of the loss under 0 says that the model would do better without the
 * group. The loss of a classifier is that of all outputs together, under the target {@code all}.
 *
 * <p>Guarantees: the same for the same rows; 0 of a group that is not read. Intervals and ranks are
 * for the mean over all pairs of rows of the input: a row counts twice, as taker and as giver,
 * which {@link ShiftedMeans} allows for. Where groups go together, rows are composed that never
 * occurred.
 */
public final class PermutationImportance implements GlobalMethod {
  /** How a change of the score is measured. */
  public enum Measure {
    /** By its size, in units of the score. */
    CHANGE,
    /** By half of its square, in squared units of the score: a variance. */
    SQUARED_CHANGE,
    /** By what the loss against labels rises: nats of classes, squared error of numbers. */
    LOSS
  }

  /**
   * How closely it looks.
   *
   * @param rows rows asked about at most, 2 to 1,000,000
   * @param repeats other rows of which each row takes values, 1 to 1,000
   * @param measure how a change is measured
   */
  public record Options(
      @Setting(
              meaning = "Rows asked about, drawn by their ids; all if there are no more.",
              standard = "5000",
              allowed = "2 to 1000000",
              unit = "rows")
          int rows,
      @Setting(
              meaning = "Other rows of which each row takes values in turn.",
              standard = "3",
              allowed = "1 to 1000",
              unit = "rows")
          int repeats,
      @Setting(meaning = "How a change of the score is measured.", standard = "change")
          Measure measure) {
    /** Checks the ranges. */
    public Options {
      Ranges.check(KEY, "rows", rows, 2, 1_000_000);
      Ranges.check(KEY, "repeats", repeats, 1, 1000);
    }

    /** Returns the defaults. */
    public static Options standard() {
      return new Options(5000, 3, Measure.CHANGE);
    }
  }

  private static final String KEY = "permutation-importance";

  /** What the method is. */
  public static final GlobalInfo INFO =
      new GlobalInfo(
          KEY,
          "Permutation importance",
          "How far the score moves when a feature takes its values from another row, with ranks.",
          GlobalInfo.Labels.TAKEN,
          "rows x (1 + groups x repeats)",
          "Breiman (2001), Random Forests, doi 10.1023/A:1010933404324; Fisher, Rudin, Dominici"
              + " (2019), arXiv 1801.01489");

  private final Options options;

  /** Creates the method. */
  public PermutationImportance(Options options) {
    this.options = options;
  }

  @Override
  public GlobalInfo info() {
    return INFO;
  }

  @Override
  public GlobalInfo.Labels labels() {
    return options.measure() == Measure.LOSS ? GlobalInfo.Labels.NEEDED : GlobalInfo.Labels.UNUSED;
  }

  @Override
  public int rows() {
    return options.rows();
  }

  @Override
  public long calls(GlobalShape shape) {
    long variants = 1 + (long) shape.groups().size() * options.repeats();
    return Math.multiplyExact(variants, shape.rows());
  }

  @Override
  public GlobalResult ask(BlackBox model, GlobalRequest request) {
    int repeats = Math.min(options.repeats(), request.rows() - 1);
    if (repeats == 0) {
      return new GlobalResult(List.of(), 0); // no other row to take values from
    }
    if (options.measure() == Measure.LOSS) {
      return new LossRises(model, request, options.repeats()).result();
    }
    Compositions rows = new Compositions(model, request);
    Tensor scores = rows.scores();
    List<ShiftedMeans> means = new ArrayList<>();
    for (int slot = 0; slot < request.slots(); slot++) {
      means.add(new ShiftedMeans(request.rows(), repeats, request.groups().size()));
    }
    for (int group = 0; group < request.groups().size(); group++) {
      Tensor moved = rows.scores(repeats, from(request, group));
      for (int slot = 0; slot < request.slots(); slot++) {
        means.get(slot).add(changes(scores, moved, slot));
      }
    }
    List<GlobalRecord> records = new ArrayList<>();
    for (int slot = 0; slot < request.slots(); slot++) {
      records.addAll(means.get(slot).records(request, request.targets().get(slot)));
    }
    return new GlobalResult(records, rows.calls());
  }

  /** Returns what puts the values of a row some places on into a row. */
  static Compositions.Change from(GlobalRequest request, int group) {
    FeatureGroups groups = request.groups();
    float[] inputs = request.batch().input().values();
    int width = request.batch().input().rowLength();
    int count = request.rows();
    int[] members =
        IntStream.range(0, groups.features()).filter(at -> groups.groupOf(at) == group).toArray();
    return (row, repeat, into, offset) -> {
      int giver = (row + 1 + repeat) % count;
      for (int member : members) {
        into[offset + member] = inputs[giver * width + member];
      }
    };
  }

  /** Returns by how much each row's score moves with each repeat, [rows, repeats]. */
  private double[] changes(Tensor scores, Tensor moved, int slot) {
    int repeats = moved.size(1);
    int slots = moved.size(2);
    double[] changes = new double[moved.rows() * repeats];
    for (int at = 0; at < changes.length; at++) {
      double change = (double) moved.at(at * slots + slot) - scores.at(at / repeats * slots + slot);
      changes[at] =
          switch (options.measure()) {
            case CHANGE -> Math.abs(change);
            case SQUARED_CHANGE, LOSS -> change * change / 2;
          };
    }
    return changes;
  }
}
