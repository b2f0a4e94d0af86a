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
    Link behind = signature().unit() == Unit.PROBABILITY ? forest.link() : Link.IDENTITY;
    Tensor results = forest.outputs(input, behind);
    int outputs = forest.outputs();
    int width = forest.features();
    float[] all = null;
    for (int row = 0; row < input.rows(); row++) {
      if (hasMissing(input.values(), row * width, width)) {
        all = all == null ? results.values().clone() : all;
        Tensor ofPipeline = pipeline.outputs(input.slice(row, row + 1));
        System.arraycopy(ofPipeline.values(), 0, all, row * outputs, outputs);
      }
    }
    return all == null ? results : Tensor.of(all, input.rows(), outputs);
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
