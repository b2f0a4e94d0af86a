package io.assay.spark.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.spark.ml.PipelineInput.Form;
import java.util.List;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.Bucketizer;
import org.apache.spark.ml.feature.StringIndexerModel;
import org.apache.spark.ml.feature.VectorAssembler;
import org.junit.jupiter.api.Test;

/** Which number of a row each feature of a model is, or which stage keeps it from being one. */
final class VectorSlotsTest {
  private static final List<PipelineInput> INPUTS =
      List.of(
          PipelineInput.number("a", Form.NUMBER, 0),
          PipelineInput.vector("more", 1, 3),
          PipelineInput.number("b", Form.NUMBER, 4),
          PipelineInput.ordinal("site", 5, List.of("north", "south"), List.of(0.0, 1.0)));

  @Test
  void assemblersWithinAssemblersPutNumbersInTheirOrder() {
    List<Transformer> stages =
        List.of(assembler("inner", "b", "more"), assembler("features", "inner", "a"));

    assertThat(VectorSlots.of(stages, INPUTS, "features")).containsExactly(4, 1, 2, 3, 0);
    assertThat(VectorSlots.of(List.of(), INPUTS, "more")).containsExactly(1, 2, 3);
  }

  @Test
  void anIndexedLabelIsNoObstacle() {
    StringIndexerModel label = indexer("label");

    assertThat(VectorSlots.of(List.of(label, assembler("features", "a", "b")), INPUTS, "features"))
        .containsExactly(0, 4);
  }

  @Test
  void theStageInTheWayIsNamed() {
    Bucketizer bucketizer =
        new Bucketizer().setInputCol("a").setOutputCol("bucket").setSplits(new double[] {-1, 0, 1});
    StringIndexerModel site = indexer("site");
    site.setHandleInvalid("keep");

    assertThatThrownBy(
            () ->
                VectorSlots.of(
                    List.of(bucketizer, assembler("features", "bucket")), INPUTS, "features"))
        .hasMessageContaining(bucketizer.uid())
        .hasMessageContaining("Bucketizer")
        .hasMessageContaining("need VectorAssembler alone");
    assertThatThrownBy(
            () ->
                VectorSlots.of(
                    List.of(site, assembler("features", "a", "index")), INPUTS, "features"))
        .hasMessageContaining("reads index")
        .hasMessageContaining(site.uid());
    assertThatThrownBy(
            () -> VectorSlots.of(List.of(assembler("features", "site")), INPUTS, "features"))
        .hasMessageContaining("reads site")
        .hasMessageContaining("category");
  }

  @Test
  void anIndexerThatMayDropRowsOfTheJobIsAnObstacle() {
    StringIndexerModel site = indexer("site");
    site.setHandleInvalid("skip");

    assertThatThrownBy(
            () -> VectorSlots.of(List.of(site, assembler("features", "a")), INPUTS, "features"))
        .hasMessageContaining(site.uid());
  }

  private static VectorAssembler assembler(String output, String... inputs) {
    return new VectorAssembler().setInputCols(inputs).setOutputCol(output);
  }

  private static StringIndexerModel indexer(String column) {
    StringIndexerModel model =
        new StringIndexerModel("indexer_of_" + column, new String[][] {{"north", "south"}});
    model.setInputCol(column);
    model.setOutputCol(column.equals("site") ? "index" : column + "_index");
    return model;
  }
}
