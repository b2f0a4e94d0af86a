package io.assay.global.effect;

import io.assay.attribution.Setting;
import io.assay.global.Axis;
import io.assay.global.Compositions;
import io.assay.global.Estimate;
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
 * The mean score of all rows with one column set to a value, along the column.
 *
 * <pre>
 * PD_j(x) = (1/n) sum_i f(x_1i, ..., x_j = x, ..., x_pi)
 * </pre>
 *
 * Source: Friedman (2001), Greedy Function Approximation, doi 10.1214/aos/1013203451, section 8.2.
 * Curves go through values that rows have, at evenly spaced quantiles from the least to the
 * largest, where others cut the tails off; a one-hot column has a point a category, and missing
 * values have a point of their own. Columns of a feature group have a curve each. A pair of columns
 * that the job names has a map of cells likewise.
 *
 * <p>Cost: rows x points forward calls a column, rows x points x points a pair. Memory: the scores
 * of a column or pair.
 *
 * <p>Guarantees: the same for the same rows; a column that is not read has a flat curve. The
 * interval of each point is Student's over the rows, for the mean over all rows of the input; it
 * says nothing of the whole curve at once. Where columns go together, rows are composed that never
 * occurred; accumulated local effects keep nearer to what did.
 */
public final class PartialDependence implements GlobalMethod {
  /**
   * How finely curves are drawn.
   *
   * @param grid points of a numeric column, 2 to 1,000
   * @param rows rows behind a curve at most, 2 to 1,000,000
   * @param pairs two columns each, of which maps are drawn
   */
  public record Options(
      @Setting(
              meaning = "Points of a numeric column's curve; all values if there are no more.",
              standard = "20",
              allowed = "2 to 1000",
              unit = "points")
          int grid,
      @Setting(
              meaning = "Rows behind a curve, drawn by their ids; all if there are no more.",
              standard = "2000",
              allowed = "2 to 1000000",
              unit = "rows")
          int rows,
      @Setting(
              meaning = "Pairs of columns that get a map, with grid x grid cells.",
              standard = "[]",
              allowed = "[[column, column], ...]")
          List<List<String>> pairs) {
    /** Checks the ranges. */
    public Options {
      pairs = pairs.stream().map(List::copyOf).toList();
      Ranges.check(KEY, "grid", grid, 2, 1000);
      Ranges.check(KEY, "rows", rows, 2, 1_000_000);
    }

    /** Curves alone. */
    public Options(int grid, int rows) {
      this(grid, rows, List.of());
    }

    /** Returns the defaults. */
    public static Options standard() {
      return new Options(20, 2000);
    }
  }

  private static final String KEY = "partial-dependence";

  /** What the method is. */
  public static final GlobalInfo INFO =
      new GlobalInfo(
          KEY,
          "Partial dependence",
          "The mean score with one column set to a value, along the column, with intervals.",
          GlobalInfo.Labels.UNUSED,
          "rows x (columns x grid + pairs x grid^2)",
          "Friedman (2001), Greedy Function Approximation, doi 10.1214/aos/1013203451");

  private final Options options;

  /** Creates the method. */
  public PartialDependence(Options options) {
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
    for (List<String> pair : options.pairs()) {
      List<InputColumn> columns = columns(pair, shape.columns());
      points +=
          (long) Axis.most(columns.get(0), options.grid())
              * Axis.most(columns.get(1), options.grid());
    }
    return Math.multiplyExact(points, shape.rows());
  }

  /** Returns the columns of a pair. */
  private static List<InputColumn> columns(List<String> pair, List<InputColumn> all) {
    if (pair.size() != 2 || pair.get(0).equals(pair.get(1))) {
      throw new IllegalArgumentException(
          KEY + ".pairs has " + pair + "; need two different columns: [a, b]");
    }
    List<InputColumn> columns = new ArrayList<>();
    for (String name : pair) {
      columns.add(
          all.stream()
              .filter(column -> column.name().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          KEY + ".pairs names " + name + ", which is no column of the input")));
    }
    return columns;
  }

  @Override
  public GlobalResult ask(BlackBox model, GlobalRequest request) {
    Compositions rows = new Compositions(model, request);
    List<GlobalRecord> records = curves(rows, request);
    for (List<String> pair : options.pairs()) {
      List<InputColumn> columns = columns(pair, request.columns());
      records.addAll(
          map(rows, request, axis(columns.get(0), request), axis(columns.get(1), request)));
    }
    return new GlobalResult(records, rows.calls());
  }

  private Axis axis(InputColumn column, GlobalRequest request) {
    return Axis.of(column, request.batch().input(), options.grid());
  }

  private List<GlobalRecord> curves(Compositions rows, GlobalRequest request) {
    List<GlobalRecord> records = new ArrayList<>();
    for (InputColumn column : request.columns()) {
      Axis axis = axis(column, request);
      Tensor scores =
          rows.scores(
              axis.points().size(), (row, point, into, offset) -> axis.put(point, into, offset));
      for (int slot = 0; slot < request.slots(); slot++) {
        for (Axis.Point point : axis.points()) {
          Estimate mean =
              Estimate.ofMean(across(scores, point.position(), slot), request.confidence());
          records.add(
              GlobalRecord.curve(request.targets().get(slot), column, point, mean, request.rows()));
        }
      }
    }
    return records;
  }

  private static List<GlobalRecord> map(
      Compositions rows, GlobalRequest request, Axis axis, Axis with) {
    int across = with.points().size();
    Tensor scores =
        rows.scores(
            axis.points().size() * across,
            (row, cell, into, offset) -> {
              axis.put(cell / across, into, offset);
              with.put(cell % across, into, offset);
            });
    List<GlobalRecord> records = new ArrayList<>();
    for (int slot = 0; slot < request.slots(); slot++) {
      String target = request.targets().get(slot);
      for (int cell = 0; cell < scores.size(1); cell++) {
        Estimate mean = Estimate.ofMean(across(scores, cell, slot), request.confidence());
        records.add(
            GlobalRecord.cell(target, axis, cell / across, with, cell % across)
                .behind(mean, request.rows()));
      }
    }
    return records;
  }

  /** Returns the scores of all rows at one point. */
  private static double[] across(Tensor scores, int point, int slot) {
    int points = scores.size(1);
    int slots = scores.size(2);
    double[] values = new double[scores.rows()];
    for (int row = 0; row < values.length; row++) {
      values[row] = scores.at((row * points + point) * slots + slot);
    }
    return values;
  }
}
