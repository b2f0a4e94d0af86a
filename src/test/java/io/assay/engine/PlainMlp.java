package io.assay.engine;

import io.assay.golden.GoldenCase;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.DoubleBinaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The network 30-256-256-2 with ReLUs of the golden case mlp_bc in float64 and plain loops, read
 * from its archive, with the backward rules as their papers write them.
 */
final class PlainMlp {
  private static final int[] SIZES = {30, 256, 256, 2};
  private static final int LAYERS = SIZES.length - 1;

  private final double[][][] weights = new double[LAYERS][][]; // layer, output, input
  private final double[][] biases = new double[LAYERS][];

  PlainMlp() throws IOException {
    try (ZipFile zip = new ZipFile(GoldenCase.mlpBc().scripted().toFile())) {
      for (int layer = 0; layer < LAYERS; layer++) {
        double[] flat = read(zip, 2 * layer);
        weights[layer] = new double[SIZES[layer + 1]][SIZES[layer]];
        for (int i = 0; i < flat.length; i++) {
          weights[layer][i / SIZES[layer]][i % SIZES[layer]] = flat[i];
        }
        biases[layer] = read(zip, 2 * layer + 1);
      }
    }
  }

  private static double[] read(ZipFile zip, int number) throws IOException {
    ZipEntry entry =
        zip.stream()
            .filter(each -> each.getName().endsWith("/data/" + number))
            .findFirst()
            .orElseThrow();
    ByteBuffer bytes = ByteBuffer.wrap(zip.getInputStream(entry).readAllBytes());
    double[] values = new double[bytes.order(ByteOrder.LITTLE_ENDIAN).remaining() / Float.BYTES];
    for (int i = 0; i < values.length; i++) {
      values[i] = bytes.getFloat();
    }
    return values;
  }

  /** Returns what goes into each layer's ReLU, and last the outputs. */
  private double[][] sums(double[] row) {
    double[][] sums = new double[LAYERS][];
    double[] value = row;
    for (int layer = 0; layer < LAYERS; layer++) {
      sums[layer] = affine(layer, value);
      value = relu(sums[layer]);
    }
    return sums;
  }

  private double[] affine(int layer, double[] value) {
    double[] sums = biases[layer].clone();
    for (int output = 0; output < sums.length; output++) {
      for (int input = 0; input < value.length; input++) {
        sums[output] += weights[layer][output][input] * value[input];
      }
    }
    return sums;
  }

  private static double[] relu(double[] sums) {
    double[] values = sums.clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.max(0, values[i]);
    }
    return values;
  }

  /** Sends 1 at an output back; a rule says what a ReLU makes of its input and of what it gets. */
  double[] back(double[] row, int output, DoubleBinaryOperator rule) {
    double[][] sums = sums(row);
    double[] signal = weights[LAYERS - 1][output].clone();
    for (int layer = LAYERS - 2; layer >= 0; layer--) {
      for (int i = 0; i < signal.length; i++) {
        signal[i] = rule.applyAsDouble(sums[layer][i], signal[i]);
      }
      signal = transposed(layer, signal);
    }
    return signal;
  }

  private double[] transposed(int layer, double[] signal) {
    double[] sent = new double[SIZES[layer]];
    for (int output = 0; output < signal.length; output++) {
      for (int input = 0; input < sent.length; input++) {
        sent[input] += weights[layer][output][input] * signal[output];
      }
    }
    return sent;
  }

  /** Returns multipliers of the rescale rule. */
  double[] multipliers(double[] row, double[] reference, int output) {
    double[][] sums = sums(row);
    double[][] others = sums(reference);
    double[] signal = weights[LAYERS - 1][output].clone();
    for (int layer = LAYERS - 2; layer >= 0; layer--) {
      for (int i = 0; i < signal.length; i++) {
        double difference = sums[layer][i] - others[layer][i];
        double rise = Math.max(0, sums[layer][i]) - Math.max(0, others[layer][i]);
        signal[i] *= difference == 0 ? 0 : rise / difference;
      }
      signal = transposed(layer, signal);
    }
    return signal;
  }

  /** Returns relevance by the epsilon rule, relevance from layer to layer. */
  double[] relevance(double[] row, int output, double epsilon) {
    double[][] sums = sums(row);
    double[] relevance = new double[SIZES[LAYERS]];
    relevance[output] = sums[LAYERS - 1][output];
    for (int layer = LAYERS - 1; layer >= 0; layer--) {
      double[] value = layer == 0 ? row : relu(sums[layer - 1]);
      double[] shares = new double[relevance.length];
      for (int i = 0; i < shares.length; i++) {
        double sum = sums[layer][i];
        shares[i] = relevance[i] / (sum + (sum >= 0 ? epsilon : -epsilon));
      }
      relevance = transposed(layer, shares);
      for (int i = 0; i < value.length; i++) {
        relevance[i] *= value[i];
      }
    }
    return relevance;
  }
}
