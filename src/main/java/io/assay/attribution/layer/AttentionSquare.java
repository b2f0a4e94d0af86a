package io.assay.attribution.layer;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.tensor.Tensor;
import java.util.List;

/** How much each token takes from each, followed through the attentions of a pass. */
final class AttentionSquare {
  private AttentionSquare() {}

  /**
   * Returns how many tokens attend to each other.
   *
   * @param weights of each attention [rows, heads, queries, keys]
   * @throws AssayException MODEL_ABILITY if they are not the same in all, queries and keys
   */
  static int tokens(String key, List<Tensor> weights) {
    int tokens = weights.get(0).size(3);
    for (Tensor each : weights) {
      if (each.size(2) != tokens || each.size(3) != tokens) {
        throw new AssayException(
            ErrorCode.MODEL_ABILITY,
            "%s follows self-attention, and an attention of the model has %d queries and %d keys"
                + " where another has %d keys; take attention-maps",
            key,
            each.size(2),
            each.size(3),
            tokens);
      }
    }
    return tokens;
  }

  static double[][] identity(int tokens) {
    double[][] identity = new double[tokens][tokens];
    for (int token = 0; token < tokens; token++) {
      identity[token][token] = 1;
    }
    return identity;
  }

  static double[][] product(double[][] left, double[][] right) {
    double[][] product = new double[left.length][right.length];
    for (int query = 0; query < left.length; query++) {
      for (int middle = 0; middle < right.length; middle++) {
        for (int key = 0; key < right.length; key++) {
          product[query][key] += left[query][middle] * right[middle][key];
        }
      }
    }
    return product;
  }

  /** Returns the mean over the queries that are meant. */
  static double[] mean(double[][] square, Pick query) {
    int[] queries = query.of(square.length);
    double[] mean = new double[square[0].length];
    for (int each : queries) {
      for (int key = 0; key < mean.length; key++) {
        mean[key] += square[each][key] / queries.length;
      }
    }
    return mean;
  }

  /** An entry of the attention of a head. */
  interface Entry {
    double of(int head, int query, int key);
  }

  /** Returns the mean over the heads. */
  static double[][] mean(int heads, int queries, int keys, Entry entry) {
    double[][] mean = new double[queries][keys];
    for (int head = 0; head < heads; head++) {
      for (int query = 0; query < queries; query++) {
        for (int key = 0; key < keys; key++) {
          mean[query][key] += entry.of(head, query, key) / heads;
        }
      }
    }
    return mean;
  }

  /** Returns the mean over the heads of what a row attends to. */
  static double[][] mean(Tensor weights, int row) {
    int queries = weights.size(2);
    int keys = weights.size(3);
    return mean(
        weights.size(1),
        queries,
        keys,
        (head, query, key) -> weights.at(row, (head * queries + query) * keys + key));
  }
}
