package io.assay.global.surrogate;

import io.assay.attribution.Setting;
import io.assay.global.Estimate;
import io.assay.global.GlobalInfo;
import io.assay.global.GlobalMethod;
import io.assay.global.GlobalRecord;
import io.assay.global.GlobalRecord.Rank;
import io.assay.global.GlobalRequest;
import io.assay.global.GlobalResult;
import io.assay.global.GlobalShape;
import io.assay.global.InputColumn;
import io.assay.global.Ranges;
import io.assay.model.BlackBox;
import java.util.ArrayList;
import java.util.List;

/**
 * The straight line nearest to the model's score, and how much of it is straight.
 *
 * <pre>
 *   g(x) = b_0 + sum_j b_j (x_j - mean_j) / deviation_j
 * </pre>
 *
 * <p>Source: Hoerl and Kennard (1970), Ridge Regression, doi 10.1080/00401706.1970.10488634;
 * intervals by the covariance HC3 of MacKinnon and White (1985), doi 10.1016/0304-4076(85)90158-7,
 * which does not take the model for linear: what the line misses is no noise of one size. Missing
 * values count as the mean. Columns that go together share what they say, and no interval tells
 * which of them the model reads.
 *
 * <p>Cost: 1 forward call a row, and rows x values^2 multiplications.
 *
 * <p>Guarantees: the same for the same rows; of a linear model the slopes but for the ridge. {@code
 * slope} is what one unit of a value changes, or being of the category that stands in {@code with};
 * {@code spread} the standard deviation, over rows, of what a column adds, in score units, by which
 * columns are ranked; {@code intercept} the mean score. {@code held-out R2} is of rows that took no
 * part: where it is low, do not read the slopes.
 */
public final class LinearSurrogate implements GlobalMethod {
  private static final int MOST_VALUES = 1000;

  /**
   * How the line is fitted.
   *
   * @param ridge penalty on squared coefficients, 1e-9 to 100
   * @param heldOut share of the rows that it is tried on, 0.05 to 0.9
   * @param rows of the input at most, 20 to 1,000,000
   */
  public record Options(
      @Setting(
              meaning =
                  "Penalty on squared standardised coefficients beside the mean squared error;"
                      + " shrinks them by this share where values do not go together.",
              standard = "0.001",
              allowed = "1e-9 to 100")
          double ridge,
      @Setting(
              meaning = "Share of the rows that the line does not see and is tried on.",
              standard = "0.3",
              allowed = "0.05 to 0.9",
              unit = "share")
          double heldOut,
      @Setting(
              meaning = "Rows at most, drawn by their ids; all if there are no more.",
              standard = "2000",
              allowed = "20 to 1000000",
              unit = "rows")
          int rows) {
    /** Checks the ranges. */
    public Options {
      Ranges.check(KEY, "ridge", ridge, 1e-9, 100);
      Ranges.check(KEY, "held-out", heldOut, 0.05, 0.9);
      Ranges.check(KEY, "rows", rows, 20, 1_000_000);
    }

    /** Returns the defaults. */
    public static Options standard() {
      return new Options(0.001, 0.3, 2000);
    }
  }

  private static final String KEY = "linear-surrogate";

  /** What the method is. */
  public static final GlobalInfo INFO =
      new GlobalInfo(
          KEY,
          "Linear surrogate",
          "The line nearest to the model's score: slopes with intervals, and R2 on rows held out.",
          GlobalInfo.Labels.UNUSED,
          "rows",
          "Hoerl, Kennard (1970), Ridge Regression, doi 10.1080/00401706.1970.10488634");

  private final Options options;

  /** Creates the method. */
  public LinearSurrogate(Options options) {
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
    Imitation.check(KEY, shape, MOST_VALUES);
    return shape.rows();
  }

  @Override
  public GlobalResult ask(BlackBox model, GlobalRequest request) {
    List<GlobalRecord> records = new ArrayList<>();
    for (Lesson lesson : Lesson.of(model, request, options.heldOut())) {
      if (lesson.training().rows() > 1) {
        LinearFit fit = LinearFit.of(lesson.training(), options.ridge());
        Answered heldOut = lesson.heldOut();
        Fidelity fidelity =
            Fidelity.of(
                Imitation.scores(heldOut),
                fit.predictions(heldOut),
                new double[0],
                request.confidence());
        records.addAll(Imitation.records(lesson.target(), fidelity));
        records.addAll(columns(fit, lesson, request));
      }
    }
    return new GlobalResult(records, request.rows());
  }

  private static List<GlobalRecord> columns(LinearFit fit, Lesson lesson, GlobalRequest request) {
    int rows = lesson.training().rows();
    List<GlobalRecord> records = new ArrayList<>();
    Estimate intercept = Estimate.ofMean(Imitation.scores(lesson.training()), request.confidence());
    records.add(Imitation.whole(lesson.target(), "intercept", intercept, rows));
    List<InputColumn> columns = request.columns();
    ColumnSpreads spreads = new ColumnSpreads(fit, lesson.training(), columns);
    List<Rank> ranks = spreads.ranks(request.confidence());
    for (int column = 0; column < columns.size(); column++) {
      Estimate spread =
          Estimate.of(
                  spreads.spread(column),
                  spreads.standardError(column),
                  fit.freedom(),
                  request.confidence())
              .atLeast(0);
      String name = columns.get(column).name();
      records.add(
          GlobalRecord.score(lesson.target(), name, spread, ranks.get(column), rows)
              .labelled("spread"));
    }
    for (InputColumn column : columns) {
      for (int at = 0; at < column.positions().size(); at++) {
        Estimate slope = slope(fit, column.positions().get(at), request.confidence());
        GlobalRecord record =
            GlobalRecord.score(lesson.target(), column.name(), slope, null, rows).labelled("slope");
        records.add(column.isOneHot() ? record.with(column.categories().get(at)) : record);
      }
    }
    return records;
  }

  /** Returns what one unit of a value changes. */
  private static Estimate slope(LinearFit fit, int position, double confidence) {
    double unit = fit.deviation(position) == 0 ? 1 : fit.deviation(position);
    double se = fit.standardError(position);
    return Estimate.of(fit.coefficient(position) / unit, se / unit, fit.freedom(), confidence);
  }
}
