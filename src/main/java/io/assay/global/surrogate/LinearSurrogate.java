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
import io.assay.global.Ranking;
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
 * coefficient} is what a standard deviation of the value changes, in score units, ranked by size;
 * {@code slope} what one unit of it changes; {@code intercept} the mean score. {@code held-out R2}
 * is of rows that took no part: where it is low, do not read the coefficients.
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
      Imitation.check("linear-surrogate.ridge", ridge, 1e-9, 100);
      Imitation.check("linear-surrogate.held-out", heldOut, 0.05, 0.9);
      Imitation.check("linear-surrogate.rows", rows, 20, 1_000_000);
    }

    /** Returns the defaults. */
    public static Options standard() {
      return new Options(0.001, 0.3, 2000);
    }
  }

  /** What the method is. */
  public static final GlobalInfo INFO =
      new GlobalInfo(
          "linear-surrogate",
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
    Imitation.check(INFO.key(), shape, MOST_VALUES);
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
        records.addAll(coefficients(fit, lesson, request));
      }
    }
    return new GlobalResult(records, request.rows());
  }

  private static List<GlobalRecord> coefficients(
      LinearFit fit, Lesson lesson, GlobalRequest request) {
    int rows = lesson.training().rows();
    List<GlobalRecord> records = new ArrayList<>();
    Estimate intercept = Estimate.ofMean(Imitation.scores(lesson.training()), request.confidence());
    records.add(Imitation.whole(lesson.target(), "intercept", intercept, rows));
    List<Rank> ranks = ranks(fit, lesson.training().width(), request.confidence());
    for (InputColumn column : request.columns()) {
      for (int at = 0; at < column.positions().size(); at++) {
        int position = column.positions().get(at);
        String of = column.isOneHot() ? " of " + column.categories().get(at) : "";
        double value = fit.coefficient(position);
        double se = Math.sqrt(fit.covariance(position, position));
        double unit = fit.deviation(position) == 0 ? 1 : fit.deviation(position);
        records.add(
            GlobalRecord.score(
                    lesson.target(),
                    column.name(),
                    Estimate.of(value, se, fit.freedom(), request.confidence()),
                    ranks.get(position),
                    rows)
                .labelled("coefficient" + of));
        records.add(
            GlobalRecord.score(
                    lesson.target(),
                    column.name(),
                    Estimate.of(value / unit, se / unit, fit.freedom(), request.confidence()),
                    null,
                    rows)
                .labelled("slope" + of));
      }
    }
    return records;
  }

  /** Ranks coefficients by their size. */
  private static List<Rank> ranks(LinearFit fit, int width, double confidence) {
    double[] sizes = new double[width];
    double[] signs = new double[width];
    for (int feature = 0; feature < width; feature++) {
      sizes[feature] = Math.abs(fit.coefficient(feature));
      signs[feature] = Math.signum(fit.coefficient(feature));
    }
    return Ranking.of(
        sizes,
        (one, other) ->
            one == other
                ? fit.covariance(one, one)
                : signs[one] * signs[other] * fit.covariance(one, other),
        fit.freedom(),
        confidence);
  }
}
