package io.assay.spark.rows;

import io.assay.job.ModelSpec.Engine;
import io.assay.model.BlackBox;
import io.assay.model.TreeEnsemble;
import io.assay.model.tree.Narrowing;
import io.assay.spark.content.HadoopSources;
import io.assay.table.BatchDecoder;
import io.assay.table.InputLayout;
import io.assay.table.Rounding;
import io.assay.table.RowIdRule;
import java.io.Serializable;

/**
 * How canonical rows become inputs of a model.
 *
 * @param layout the columns
 * @param sources the files that rows name, and tokenizers
 * @param rounding of float64 columns
 */
public record Decoding(InputLayout layout, HadoopSources sources, Rounding rounding)
    implements Serializable {

  /**
   * Returns how float64 numbers are rounded for a model. Trees of libraries that compare float64
   * numbers are to find them on the right side of their thresholds; all other models take the
   * nearest float32 numbers, as their own libraries do.
   */
  public static Rounding rounding(Engine engine, BlackBox model) {
    return switch (engine) {
      case LIGHTGBM, SPARK_ML ->
          model.as(TreeEnsemble.class).map(Decoding::narrowing).orElse(Rounding.NEAREST);
      case TORCHSCRIPT, ONNX, XGBOOST -> Rounding.NEAREST;
    };
  }

  private static Rounding narrowing(TreeEnsemble model) {
    return Narrowing.of(model.forest())::round;
  }

  /** Returns the same for other columns, of the same features. */
  public Decoding with(InputLayout other) {
    return new Decoding(other, sources, rounding);
  }

  /** Returns a decoder, for one thread at a time. */
  public BatchDecoder decoder() {
    return decoder(RowIdRule.asTheyAre());
  }

  /** Returns a decoder, for one thread at a time, with a rule for row ids. */
  public BatchDecoder decoder(RowIdRule ids) {
    return new BatchDecoder(layout, sources, rounding, ids);
  }
}
