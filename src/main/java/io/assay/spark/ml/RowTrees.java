package io.assay.spark.ml;

import io.assay.model.AdditiveTrees;
import io.assay.model.BlackBox;
import io.assay.model.ModelSignature;
import io.assay.model.ModelSignature.Unit;
import io.assay.model.tree.Forest;
import io.assay.model.tree.Link;
import io.assay.tensor.Tensor;
import java.util.Optional;

/**
 * A Spark ML model whose trees are known. They compute its outputs, as Spark does up to the last
 * bit of float64, but for rows in which a value is missing: what becomes of those is for the
 * pipeline to say.
 */
final class RowTrees implements AdditiveTrees {
  private final RowModel pipeline;
  private final Forest forest;

  RowTrees(RowModel pipeline, Forest forest) {
    this.pipeline = pipeline;
    this.forest = forest;
  }

  @Override
  public Forest forest() {
    return forest;
  }

  @Override
  public ModelSignature signature() {
    return pipeline.signature();
  }

  @Override
  public Tensor outputs(Tensor input) {
    int outputs = forest.outputs();
    int width = forest.features();
    float[] results = new float[input.rows() * outputs];
    double[] sums = new double[outputs];
    for (int row = 0; row < input.rows(); row++) {
      if (hasMissing(input.values(), row * width, width)) {
        Tensor whole = pipeline.outputs(input.slice(row, row + 1));
        System.arraycopy(whole.values(), 0, results, row * outputs, outputs);
        continue;
      }
      forest.margins(input.values(), row * width, sums);
      if (signature().unit() == Unit.PROBABILITY) {
        forest.link().apply(sums);
      }
      for (int output = 0; output < outputs; output++) {
        results[row * outputs + output] = (float) sums[output];
      }
    }
    return Tensor.of(results, input.rows(), outputs);
  }

  private static boolean hasMissing(float[] values, int from, int width) {
    for (int i = from; i < from + width; i++) {
      if (Float.isNaN(values[i])) {
        return true;
      }
    }
    return false;
  }

  /** Returns this model under an ability; trees behind a link do not add up to the score. */
  @Override
  public <M extends BlackBox> Optional<M> as(Class<M> ability) {
    boolean isLinked = signature().unit() == Unit.PROBABILITY && forest.link() != Link.IDENTITY;
    return ability == AdditiveTrees.class && isLinked
        ? Optional.empty()
        : AdditiveTrees.super.as(ability);
  }

  @Override
  public void close() {
    pipeline.close();
  }
}
