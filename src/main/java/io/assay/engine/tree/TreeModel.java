package io.assay.engine.tree;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.engine.Admission;
import io.assay.engine.ModelOptions;
import io.assay.model.AdditiveTrees;
import io.assay.model.BlackBox;
import io.assay.model.ModelSignature;
import io.assay.model.ModelSignature.Unit;
import io.assay.model.Target;
import io.assay.model.TreeEnsemble;
import io.assay.model.tree.Forest;
import io.assay.model.tree.Link;
import io.assay.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A forest as a model. Its outputs are margins, or what the library predicts if the job asks for
 * probabilities: then trees do not add up to a score, unless there is no link. Holds nothing
 * outside the Java heap; threads may share it.
 */
final class TreeModel implements AdditiveTrees {
  private final Forest forest;
  private final ModelSignature signature;
  private final Admission admission;

  private TreeModel(Path file, Forest forest, ModelSignature signature) {
    this.forest = forest;
    this.signature = signature;
    this.admission = new Admission(file, signature);
  }

  /**
   * Opens a forest for rows of the job's shape.
   *
   * @param file where it came from, for messages
   * @throws AssayException MODEL_SHAPE if rows have another length, the job names another number of
   *     outputs, or asks for probabilities of a model that gives none
   */
  static TreeEnsemble of(Path file, Forest forest, ModelOptions options) {
    int length = options.inputShape().stream().reduce(1, Math::multiplyExact);
    if (length != forest.features()) {
      throw new AssayException(
          ErrorCode.MODEL_SHAPE,
          "The model %s takes rows of %d values, the job's have %d; name as many features and in"
              + " the same order as the model was trained with",
          file,
          forest.features(),
          length);
    }
    ModelSignature signature =
        new ModelSignature(options.inputShape(), names(file, forest, options), options.unit());
    return new TreeModel(file, forest, signature);
  }

  private static List<String> names(Path file, Forest forest, ModelOptions options) {
    if (options.outputNames().isEmpty()) {
      return IntStream.range(0, forest.outputs()).mapToObj(each -> "output_" + each).toList();
    }
    if (forest.outputs() == 1 && options.outputNames().size() == 2) {
      throw new AssayException(
          ErrorCode.MODEL_SHAPE,
          "The model %s gives one output, of its positive class; the job names two: %s; name the"
              + " positive class alone",
          file,
          options.outputNames());
    }
    if (options.outputNames().size() != forest.outputs()) {
      throw new AssayException(
          ErrorCode.MODEL_SHAPE,
          "The model %s gives %d outputs, the job names %d: %s; name each, in the model's order",
          file,
          forest.outputs(),
          options.outputNames().size(),
          options.outputNames());
    }
    return options.outputNames();
  }

  @Override
  public Forest forest() {
    return forest;
  }

  @Override
  public ModelSignature signature() {
    return signature;
  }

  @Override
  public Tensor outputs(Tensor input) {
    admission.checkRows(input.rowShape());
    return forest.outputs(
        input, signature.unit() == Unit.PROBABILITY ? forest.link() : Link.IDENTITY);
  }

  @Override
  public Tensor score(Tensor input, Target target) {
    admission.checkTarget(target, input.rows());
    return AdditiveTrees.super.score(input, target);
  }

  /** Returns this model under an ability; trees behind a link do not add up to the score. */
  @Override
  public <M extends BlackBox> Optional<M> as(Class<M> ability) {
    boolean isLinked = signature.unit() == Unit.PROBABILITY && forest.link() != Link.IDENTITY;
    return ability == AdditiveTrees.class && isLinked
        ? Optional.empty()
        : AdditiveTrees.super.as(ability);
  }

  @Override
  public void close() {}
}
