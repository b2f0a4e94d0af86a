package io.assay.global.effect;

import io.assay.attribution.Setting;
import io.assay.global.Axis;
import io.assay.global.Compositions;
import io.assay.global.GlobalInfo;
import io.assay.global.GlobalMethod;
import io.assay.global.GlobalRecord;
import io.assay.global.GlobalRequest;
import io.assay.global.GlobalResult;
import io.assay.global.GlobalShape;
import io.assay.global.InputColumn;
import io.assay.global.Ranges;
import io.assay.model.BlackBox;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The score of single rows with one column set to a value, along the column.
 *
 * <pre>
 * ICE_ij(x) = f(x_1i, ..., x_j = x, ..., x_pi)
 * </pre>
 *
 * Source: Goldstein, Kapelner, Bleich and Pitkin (2015), Peeking Inside the Black Box, arXiv
 * 1309.6392, section 3; centred lines section 3.2. Points are those of {@link PartialDependence}
 * over the rows drawn here; the mean of the lines is its curve over the same rows.
 *
 * <p>Cost: rows x points forward calls a column. Memory: the scores of a column.
 *
 * <p>Guarantees: the same for the same rows; lines of a column that is not read are flat; lines are
 * parallel where the column adds to the others. They are what the model says, without error.
 */
public final class IndividualConditionalExpectation implements GlobalMethod {
  /** Where lines begin. */
  public enum Start {
    /** At the score itself. */
    SCORE,
    /** At zero, all of them, at the first point. */
    ZERO
  }

  /**
   * How finely lines are drawn.
   *
   * @param grid points of a numeric column, 2 to 1,000
   * @param rows lines a column, 1 to 10,000
   * @param start where lines begin
   */
  public record Options(
      @Setting(
              meaning = "Points of a numeric column's line; all values if there are no more.",
              standard = "20",
              allowed = "2 to 1000",
              unit = "points")
          int grid,
      @Setting(
              meaning = "Rows that get a line, drawn by their ids; all if there are no more.",
              standard = "50",
              allowed = "1 to 10000",
              unit = "rows")
          int rows,
      @Setting(
              meaning = "Whether lines show scores, or what changes from the first point on.",
              standard = "score")
          Start start) {
    /** Checks the ranges. */
    public Options {
      Ranges.check(KEY, "grid", grid, 2, 1000);
      Ranges.check(KEY, "rows", rows, 1, 10_000);
    }

    /** Returns the defaults. */
    public static Options standard() {
      return new Options(20, 50, Start.SCORE);
    }
  }

  private static final String KEY = "individual-conditional-expectation";

  /** What the method is. */
  public static final GlobalInfo INFO =
      new GlobalInfo(
          KEY,
          "Individual conditional expectation",
          "The score of single rows with one column set to a value, along the column.",
          GlobalInfo.Labels.UNUSED,
          "rows x columns x grid",
          "Goldstein, Kapelner, Bleich, Pitkin (2015), Peeking Inside the Black Box, arXiv"
              + " 1309.6392");

  private final Options options;

  /** Creates the method. */
  public IndividualConditionalExpectation(Options options) {
    this.options = options;
  }

  @Override
  public GlobalInfo info() {
    return INFO;
  }

  @Override
  public int rows() {
    return options.rows();
  }

  @Override
  public long calls(GlobalShape shape) {
    long points = 0;
    for (InputColumn column : shape.columns()) {
      points += Axis.most(column, options.grid());
    }
    return Math.multiplyExact(points, shape.rows());
  }

  @Override
  public GlobalResult ask(BlackBox model, GlobalRequest request) {
    Compositions rows = new Compositions(model, request);
    List<GlobalRecord> records = new ArrayList<>();
    for (InputColumn column : request.columns()) {
      Axis axis = Axis.of(column, request.batch().input(), options.grid());
      Tensor scores =
          rows.scores(
              axis.points().size(), (row, point, into, offset) -> axis.put(point, into, offset));
      for (int slot = 0; slot < request.slots(); slot++) {
        for (int row = 0; row < request.rows(); row++) {
          records.addAll(line(request, axis, scores, row, slot));
        }
      }
    }
    return new GlobalResult(records, rows.calls());
  }

  private List<GlobalRecord> line(
      GlobalRequest request, Axis axis, Tensor scores, int row, int slot) {
    String target = request.targets().get(slot);
    String id = request.batch().rowIds().id(row);
    List<GlobalRecord> line = new ArrayList<>();
    int from = row * axis.points().size();
    double start = options.start() == Start.ZERO ? scores.at(from * request.slots() + slot) : 0;
    for (Axis.Point point : axis.points()) {
      double score = scores.at((from + point.position()) * request.slots() + slot);
      line.add(GlobalRecord.line(target, axis.column(), point, id, score - start));
    }
    return line;
  }
}
