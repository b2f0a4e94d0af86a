package io.assay.global.loss;

import io.assay.model.ModelSignature.Unit;

/** How wrong an answer about a row is; 0 where it is the truth itself, and never less. */
public enum Loss {
  /**
   * The information lost, in nats: sum of t ln(t / p) over classes. Of a truth that is one class it
   * is the cross-entropy, -ln p; of a truth that is itself a distribution, the cross-entropy less
   * the entropy of the truth. Probabilities count as at least 1.2e-7, what float32 can tell from 1.
   */
  CROSS_ENTROPY {
    @Override
    public double of(double[] truth, double[] answer) {
      double sum = 0;
      for (int at = 0; at < truth.length; at++) {
        if (truth[at] > 0) {
          sum += truth[at] * Math.log(truth[at] / Math.max(SMALLEST, answer[at]));
        }
      }
      return Double.isNaN(total(answer)) ? Double.NaN : Math.max(0, sum);
    }
  },

  /** The sum of squared differences; of classes that of Brier (1950), from 0 to 2. */
  SQUARED_ERROR {
    @Override
    public double of(double[] truth, double[] answer) {
      double sum = 0;
      for (int at = 0; at < truth.length; at++) {
        double error = answer[at] - truth[at];
        sum += error * error;
      }
      return sum;
    }
  },

  /** 1 where the largest of the answer is another than that of the truth, else 0. */
  ZERO_ONE {
    @Override
    public double of(double[] truth, double[] answer) {
      return Double.isNaN(total(answer)) ? Double.NaN : largest(truth) == largest(answer) ? 0 : 1;
    }
  };

  /** The least probability that is believed: the resolution of float32 below 1. */
  private static final double SMALLEST = 0x1p-23;

  /**
   * Returns the loss of an answer; NaN where the answer has a NaN.
   *
   * @param truth as {@link Answers} has it
   * @param answer as long
   */
  public abstract double of(double[] truth, double[] answer);

  /** Returns the loss that is usual: of classes the cross-entropy, of numbers the square. */
  public static Loss usual(Unit unit) {
    return unit == Unit.RAW ? SQUARED_ERROR : CROSS_ENTROPY;
  }

  private static double total(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  private static int largest(double[] values) {
    int largest = 0;
    for (int at = 1; at < values.length; at++) {
      if (values[at] > values[largest]) {
        largest = at;
      }
    }
    return largest;
  }
}
