package io.assay.spark.ml;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.StringIndexerModel;
import org.apache.spark.ml.feature.VectorAssembler;

/**
 * Where the numbers of a vector lie in an encoded row, if the stages before a model do no more than
 * put columns together, and index a label beside that.
 */
final class VectorSlots {
  private final Map<String, int[]> slots = new HashMap<>();
  private final Map<String, String> others = new HashMap<>();
  private final List<PipelineInput> inputs;

  private VectorSlots(List<PipelineInput> inputs) {
    this.inputs = inputs;
    for (PipelineInput input : inputs) {
      switch (input.form()) {
        case NUMBER, VECTOR ->
            slots.put(
                input.name(),
                IntStream.range(input.position(), input.position() + input.width()).toArray());
        case WHOLE, TRUTH, ONE_HOT, ORDINAL ->
            others.put(input.name(), "is a whole number, a truth or a category before it");
      }
    }
  }

  /**
   * Returns a position in a row for each number of a vector.
   *
   * @param stages before the model
   * @param inputs the columns that they start from
   * @param vector the column that the model reads
   * @throws UnsupportedOperationException with the stage that is in the way, if there is one
   */
  static int[] of(List<Transformer> stages, List<PipelineInput> inputs, String vector) {
    VectorSlots all = new VectorSlots(inputs);
    stages.forEach(all::pass);
    return all.of(vector, "the model");
  }

  private void pass(Transformer stage) {
    String name = inWords(stage);
    if (stage instanceof VectorAssembler assembler) {
      int[] together =
          Arrays.stream(assembler.getInputCols())
              .flatMapToInt(column -> Arrays.stream(of(column, name)))
              .toArray();
      slots.put(assembler.getOutputCol(), together);
    } else if (stage instanceof StringIndexerModel indexer && isBeside(indexer)) {
      for (String column : outputs(indexer)) {
        slots.remove(column);
        others.put(column, "comes from " + name);
      }
    } else {
      throw new UnsupportedOperationException(
          name + " stands before the model; need VectorAssembler alone");
    }
  }

  /** Returns whether an indexer neither drops nor refuses rows for a column of the job. */
  private boolean isBeside(StringIndexerModel indexer) {
    return indexer.getHandleInvalid().equals("keep")
        || inputs.stream().noneMatch(input -> columns(indexer).contains(input.name()));
  }

  private static List<String> columns(StringIndexerModel indexer) {
    return indexer.isSet(indexer.inputCols())
        ? Arrays.asList(indexer.getInputCols())
        : List.of(indexer.getInputCol());
  }

  private static List<String> outputs(StringIndexerModel indexer) {
    return indexer.isSet(indexer.outputCols())
        ? Arrays.asList(indexer.getOutputCols())
        : List.of(indexer.getOutputCol());
  }

  private int[] of(String column, String reader) {
    int[] found = slots.get(column);
    if (found == null) {
      throw new UnsupportedOperationException(
          "%s reads %s, which %s"
              .formatted(reader, column, others.getOrDefault(column, "is no column of the job")));
    }
    return found;
  }

  private static String inWords(Transformer stage) {
    return "the stage %s (%s)".formatted(stage.uid(), stage.getClass().getSimpleName());
  }
}
