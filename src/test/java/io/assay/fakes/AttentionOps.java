package io.assay.fakes;

/**
 * The operations of an attention. Queries, keys and values are [tokens, dim], heads side by side.
 */
final class AttentionOps {
  private AttentionOps() {}

  /** Rows of a table, by whole numbers; nothing goes back. */
  static final class Embedding implements Op {
    private final double[][] table;

    Embedding(double[][] table) {
      this.table = table;
    }

    @Override
    public double[] forward(double[][] in) {
      int dim = table[0].length;
      double[] rows = new double[in[0].length * dim];
      for (int i = 0; i < rows.length; i++) {
        double id = in[0][i / dim];
        rows[i] = Double.isFinite(id) ? table[(int) id][i % dim] : Double.NaN;
      }
      return rows;
    }

    @Override
    public double[][] backward(double[][] in, double[] gradient) {
      return new double[][] {new double[in[0].length]};
    }
  }

  /** Queries times keys, over the root of a head's width: [heads, tokens, tokens]. */
  record Scores(int heads, int tokens, int dim) implements Op {
    @Override
    public double[] forward(double[][] in) {
      double[] scores = new double[heads * tokens * tokens];
      for (int at = 0; at < scores.length * width(); at++) {
        scores[at / width()] += in[0][query(at)] * in[1][key(at)] / Math.sqrt(width());
      }
      return scores;
    }

    @Override
    public double[][] backward(double[][] in, double[] gradient) {
      double[][] back = {new double[in[0].length], new double[in[1].length]};
      for (int at = 0; at < gradient.length * width(); at++) {
        double sent = gradient[at / width()] / Math.sqrt(width());
        back[0][query(at)] += sent * in[1][key(at)];
        back[1][key(at)] += sent * in[0][query(at)];
      }
      return back;
    }

    private int width() {
      return dim / heads;
    }

    private int query(int at) { // of (head, query, key, d)
      int pair = at / width();
      return pair / tokens % tokens * dim + pair / (tokens * tokens) * width() + at % width();
    }

    private int key(int at) {
      int pair = at / width();
      return pair % tokens * dim + pair / (tokens * tokens) * width() + at % width();
    }
  }

  /** Makes each run of {@code length} values positive, with sum one. */
  record Softmax(int length) implements Op {
    @Override
    public double[] forward(double[][] in) {
      double[] weights = new double[in[0].length];
      for (int start = 0; start < weights.length; start += length) {
        double sum = 0;
        for (int i = start; i < start + length; i++) {
          weights[i] = Math.exp(in[0][i]);
          sum += weights[i];
        }
        for (int i = start; i < start + length; i++) {
          weights[i] /= sum;
        }
      }
      return weights;
    }

    @Override
    public double[][] backward(double[][] in, double[] gradient) {
      double[] weights = forward(in);
      double[] back = new double[weights.length];
      for (int start = 0; start < back.length; start += length) {
        double mean = 0;
        for (int i = start; i < start + length; i++) {
          mean += weights[i] * gradient[i];
        }
        for (int i = start; i < start + length; i++) {
          back[i] = weights[i] * (gradient[i] - mean);
        }
      }
      return new double[][] {back};
    }
  }

  /** Weights [heads, tokens, tokens] times values [tokens, dim]: [tokens, dim]. */
  record Mix(int heads, int tokens, int dim) implements Op {
    @Override
    public double[] forward(double[][] in) {
      double[] mixed = new double[tokens * dim];
      for (int at = 0; at < mixed.length; at++) {
        for (int token = 0; token < tokens; token++) {
          mixed[at] += in[0][weight(at, token)] * in[1][token * dim + at % dim];
        }
      }
      return mixed;
    }

    @Override
    public double[][] backward(double[][] in, double[] gradient) {
      double[][] back = {new double[in[0].length], new double[in[1].length]};
      for (int at = 0; at < gradient.length; at++) {
        for (int token = 0; token < tokens; token++) {
          int value = token * dim + at % dim;
          back[0][weight(at, token)] += gradient[at] * in[1][value];
          back[1][value] += gradient[at] * in[0][weight(at, token)];
        }
      }
      return back;
    }

    private int weight(int at, int token) {
      int head = at % dim / (dim / heads);
      return (head * tokens + at / dim) * tokens + token;
    }
  }
}
