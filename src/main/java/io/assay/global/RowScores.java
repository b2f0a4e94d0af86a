package io.assay.global;

import io.assay.global.GlobalRecord.Rank;
import java.util.ArrayList;
import java.util.List;

/**
 * Scores of features that are means over rows, with intervals and ranks: the rows are taken as a
 * sample of those the model will meet.
 */
public final class RowScores {
  private final int rows;
  private final int features;
  private final double[] values; // [rows, features]
  private final double confidence;
  private final double[] means;

  /**
   * Takes the value of each feature in each row.
   *
   * @param values [rows, features]
   * @param confidence of intervals, over 0 and under 1
   */
  public RowScores(double[] values, int rows, double confidence) {
    this.values = values.clone();
    this.rows = rows;
    this.features = rows == 0 ? 0 : values.length / rows;
    this.confidence = confidence;
    this.means = new double[features];
    for (int at = 0; at < features * rows; at++) {
      means[at % features] += values[at];
    }
    for (int feature = 0; feature < features; feature++) {
      means[feature] /= rows;
    }
  }

  /**
   * Returns a score a feature; none if there are no rows.
   *
   * @param names one a feature
   */
  public List<GlobalRecord> records(String target, List<String> names) {
    if (rows == 0) {
      return List.of();
    }
    double[] variances = variances();
    Ranking.Covariance covariance =
        features <= Ranking.MOST_PAIRED
            ? covariance()
            : Ranking.kept(features, (one, other) -> variances[one]);
    List<Rank> ranks = Ranking.of(means, covariance, rows - 1L, confidence);
    List<GlobalRecord> records = new ArrayList<>();
    for (int feature = 0; feature < features; feature++) {
      double se = rows < 2 ? Double.NaN : Math.sqrt(variances[feature]);
      Estimate mean = Estimate.of(means[feature], se, rows - 1L, confidence);
      records.add(GlobalRecord.score(target, names.get(feature), mean, ranks.get(feature), rows));
    }
    return records;
  }

  private double[] variances() {
    double[] variances = new double[features];
    for (int at = 0; at < features * rows; at++) {
      double distance = values[at] - means[at % features];
      variances[at % features] += scale() * distance * distance;
    }
    return variances;
  }

  private double scale() {
    return 1 / (Math.max(1, rows - 1.0) * rows);
  }

  private Ranking.Covariance covariance() {
    double[] pairs = new double[features * features];
    double[] centred = new double[features];
    for (int row = 0; row < rows; row++) {
      for (int feature = 0; feature < features; feature++) {
        centred[feature] = values[row * features + feature] - means[feature];
      }
      for (int one = 0; one < features; one++) {
        double factor = scale() * centred[one];
        for (int other = 0; other < features; other++) {
          pairs[one * features + other] += factor * centred[other];
        }
      }
    }
    return (one, other) -> pairs[one * features + other];
  }
}
