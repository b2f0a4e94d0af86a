package io.assay.attribution.layer;

import io.assay.attribution.TrialModels;
import io.assay.fakes.CountingModel;
import io.assay.fakes.LayeredNet;
import io.assay.fakes.NetBuilder;
import io.assay.model.RuleBased;
import java.util.List;

/**
 * Networks over small pictures for the laws: {@code maps} [2, height, width] of each pixel by
 * itself, {@code active} (its tanh, or ReLU), {@code mixed} [3] of all cells, {@code bent} [3],
 * {@code out} [2]. Pixels 1 and 2 are alike, the last one is not read.
 */
record LayerTrials() implements TrialModels<RuleBased> {
  private static final double[][] ONE = {{1, -0.5, 0.8}, {0.3, 1.2, -0.7}};
  private static final double[][] OTHER = {{-0.4, 0.9, 0.2}, {0.6, 0.1, 1.1}};
  private static final double[][] BOTH = {{0.6, 0.4, 1}, {0.9, 1.3, 0.4}};

  @Override
  public RuleBased narrow() {
    return smooth(1, 5, ONE);
  }

  @Override
  public RuleBased wide() {
    return smooth(4, 4, ONE);
  }

  @Override
  public RuleBased kinked() {
    NetBuilder maps = maps(1, 5).relu("active");
    return maps.linear("mixed", mixing(5), 0.1, 0.2, -0.1)
        .relu("bent")
        .linear("out", ONE, 0.5, -0.5)
        .build();
  }

  @Override
  public Sum<RuleBased> sum() {
    return new Sum<>(smooth(1, 5, ONE), smooth(1, 5, OTHER), smooth(1, 5, BOTH));
  }

  @Override
  public RuleBased counted(CountingModel model) {
    return model;
  }

  private static RuleBased smooth(int height, int width, double[][] out) {
    return maps(height, width)
        .tanh("active")
        .linear("mixed", mixing(height * width), 0.1, 0.2, -0.1)
        .tanh("bent")
        .linear("out", out, 0, 0)
        .build();
  }

  private static NetBuilder maps(int height, int width) {
    int area = height * width;
    double[][] scales = new double[2 * area][area];
    double[] bias = new double[2 * area];
    for (int cell = 0; cell < area; cell++) {
      scales[cell][cell] = 1.5;
      scales[area + cell][cell] = -0.8;
      bias[cell] = 0.3;
      bias[area + cell] = 0.6;
    }
    return LayeredNet.from(1, height, width)
        .linear("maps", "Conv2d", List.of(2, height, width), scales, bias);
  }

  private static double[][] mixing(int area) {
    double[][] weights = new double[3][2 * area];
    for (int unit = 0; unit < 3; unit++) {
      for (int i = 0; i < 2 * area; i++) {
        int cell = i % area;
        int alike = cell == 2 ? 1 : cell;
        double weight = Math.cos(4 + 2 * unit + 3 * alike + 5 * (i / area)); // any will do
        weights[unit][i] = cell == area - 1 ? 0 : weight;
      }
    }
    return weights;
  }
}
