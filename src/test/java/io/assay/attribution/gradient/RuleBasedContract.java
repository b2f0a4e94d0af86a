package io.assay.attribution.gradient;

import io.assay.attribution.MethodLaws;
import io.assay.attribution.TrialModels;
import io.assay.fakes.CountingModel;
import io.assay.fakes.LayeredNet;
import io.assay.model.RuleBased;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** The laws of methods that send relevance back by rules of their own. */
abstract class RuleBasedContract extends MethodLaws<RuleBased> {
  @Override
  protected TrialModels<RuleBased> models() {
    return new Networks();
  }

  /** Dense ReLU networks. */
  private record Networks() implements TrialModels<RuleBased> {
    private static final int UNITS = 6;

    @Override
    public RuleBased narrow() {
      double[][] hidden = matrix(UNITS, 5, 1);
      for (double[] unit : hidden) {
        unit[2] = unit[1];
        unit[4] = 0;
      }
      double[][] out = matrix(2, UNITS, 2);
      for (int unit = 0; unit < UNITS; unit++) { // guided backpropagation stops what is negative
        out[0][unit] = Math.abs(out[0][unit]);
      }
      return net(5, hidden, out);
    }

    @Override
    public RuleBased wide() {
      double[][] hidden = matrix(UNITS, WIDE, 3);
      for (double[] unit : hidden) {
        unit[WIDE - 1] = 0;
      }
      return net(WIDE, hidden, matrix(2, UNITS, 4));
    }

    @Override
    public RuleBased kinked() {
      return LayeredNet.dense(5, 12, 5);
    }

    @Override
    public Sum<RuleBased> sum() {
      double[][] one = matrix(UNITS, 5, 6);
      double[][] other = matrix(UNITS, 5, 7);
      double[][] out = matrix(1, UNITS, 8);
      double[][] otherOut = matrix(1, UNITS, 9);
      double[][] both = Stream.of(one, other).flatMap(Arrays::stream).toArray(double[][]::new);
      double[] bothOut = Arrays.copyOf(out[0], 2 * UNITS);
      System.arraycopy(otherOut[0], 0, bothOut, UNITS, UNITS);
      return new Sum<>(
          net(5, one, out), net(5, other, otherOut), net(5, both, new double[][] {bothOut}));
    }

    @Override
    public RuleBased counted(CountingModel model) {
      return model;
    }

    private static LayeredNet net(int features, double[][] hidden, double[][] out) {
      return LayeredNet.from(features)
          .linear("hidden", hidden, new double[hidden.length])
          .relu("relu")
          .linear("out", out, new double[out.length])
          .build();
    }

    private static double[][] matrix(int rows, int columns, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      double[][] matrix = new double[rows][columns];
      for (double[] row : matrix) {
        for (int column = 0; column < columns; column++) {
          row[column] = 2 * random.nextDouble() - 1;
        }
      }
      return matrix;
    }
  }
}
