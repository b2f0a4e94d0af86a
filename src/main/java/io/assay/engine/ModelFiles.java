package io.assay.engine;

import ai.djl.engine.Engine;
import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.engine.onnx.Onnx;
import io.assay.engine.torchscript.TorchScript;
import io.assay.engine.tree.LightGbm;
import io.assay.engine.tree.OnnxTrees;
import io.assay.engine.tree.Xgboost;
import io.assay.model.BlackBox;
import io.assay.model.TreeEnsemble;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Opens model files of every kind that Assay runs. */
public final class ModelFiles {
  private ModelFiles() {}

  /**
   * Opens a TorchScript archive, scripted or traced, and tries it on a few rows. The model runs in
   * evaluation mode, whatever mode it was saved in, and its weights and statistics never change. It
   * may be shared by all threads of the process; whoever opens it closes it.
   *
   * @param file a local file as {@code torch.jit.save} writes it
   * @param options what the job says about the model
   * @return a model that can be asked for as {@link io.assay.model.Differentiable}, unless it takes
   *     ids or its outputs have no gradient with respect to the input, and as {@link
   *     io.assay.model.Layered}, unless its code cannot be added to, and then on a GPU as {@link
   *     io.assay.model.Masked} too; all of it is one model, and closing any of it closes all
   * @throws io.assay.AssayException MODEL_UNREADABLE if the file is missing, damaged or of another
   *     kind; MODEL_SHAPE if the model does not take rows of the shape or does not give one tensor
   *     [rows, outputs] or [rows] with as many outputs as there are names; MODEL_LAYER if a layer
   *     asked for in the options is not there; MODEL_FAILED if a row's outputs depend on chance or
   *     on the rows beside it; RESOURCE_LACKING if memory, libtorch or the GPU asked for is lacking
   */
  public static BlackBox openTorchScript(Path file, ModelOptions options) {
    return TorchScript.open(file, options);
  }

  /**
   * Opens an ONNX model on the CPU and tries it on a few rows. A model of one input takes rows in
   * its shape; one of several takes the values of a flat row in the order of its inputs. Inputs may
   * be float32, float64, int64, int32 or bool; rows are float32 in Java whatever they are, and what
   * an input of whole numbers cannot hold is refused. A model that takes a certain number of rows
   * gets that many. The model may be shared by all threads of the process; whoever opens it closes
   * it.
   *
   * @param file a local file that holds the whole model, with its weights
   * @param options what the job says about the model; of several outputs the one of {@link
   *     ModelOptions#outputTensor} is explained, else the first of floating-point numbers
   * @return a model without gradients or layers; trees with nothing but casts before and behind
   *     them are {@link io.assay.model.TreeEnsemble}, run without ONNX Runtime, and give sums of
   *     leaves unless the unit is probability
   * @throws io.assay.AssayException MODEL_UNREADABLE if the file is missing, damaged, of another
   *     kind, or of operators that this ONNX Runtime does not know; MODEL_SHAPE if the model does
   *     not take numbers or rows of the shape, or gives no float tensor [rows, outputs] or [rows]
   *     with as many outputs as there are names; MODEL_LAYER if a layer is asked for; MODEL_FAILED
   *     if a row's outputs depend on chance or on the rows beside it; SPEC_INVALID if a GPU is
   *     demanded; RESOURCE_LACKING if memory or ONNX Runtime's native library is lacking
   */
  public static BlackBox openOnnx(Path file, ModelOptions options) {
    if (options.device() != ModelOptions.Device.GPU && options.layers().isEmpty()) {
      Optional<TreeEnsemble> trees = OnnxTrees.open(file, options);
      if (trees.isPresent()) {
        return trees.get();
      }
    }
    try {
      return Onnx.open(file, options);
    } catch (NoClassDefFoundError missing) {
      throw AssayException.causedBy(
          missing,
          ErrorCode.RESOURCE_LACKING,
          "Cannot run %s: ONNX Runtime is not on the class path; ship onnxruntime's jar, which lies"
              + " in target/natives, beside Assay's",
          file);
    }
  }

  /**
   * Opens a LightGBM model in plain Java. Categories and codes of pandas columns are the numbers
   * that the model was trained with; margins of a random forest are means of its trees. It may be
   * shared by all threads of the process.
   *
   * @param file a local text file as {@code save_model} of LightGBM 2.1 to 4 writes it
   * @param options what the job says about the model; the device is not looked at
   * @return a model whose outputs are raw scores, or probabilities if the job asks for them
   * @throws io.assay.AssayException MODEL_UNREADABLE if the file is missing, cut short, damaged, of
   *     another kind, or of trees with linear models in their leaves; MODEL_SHAPE if rows have
   *     another length, there is another number of outputs, or the job asks for probabilities of a
   *     model that gives none
   */
  public static TreeEnsemble openLightGbm(Path file, ModelOptions options) {
    return LightGbm.open(file, options);
  }

  /**
   * Opens an XGBoost model of trees, JSON or UBJSON as {@code save_model} writes them since version
   * 1.0; which of the two is told from the content. Margins are what {@code predict} of XGBoost
   * 3.0.4 gives with {@code output_margin}, in its own single precision: of all trees, as there,
   * whatever {@code best_iteration} among the file's attributes says. A model of one class has one
   * output, the margin of the positive class; one of several has one output a class, {@code
   * multi:softmax} too, whose probabilities are those of {@code multi:softprob}; one of several
   * targets one a target. Boosters {@code gbtree} and {@code dart}, the latter with the weights of
   * its trees; NaN is a missing value; what goes to a split by categories is cut to a whole number.
   * The model is plain Java, and threads may share it.
   *
   * @param file a local file
   * @param options what the job says about the model; the device is not looked at
   * @return a model that adds up over its trees unless the job asks for probabilities
   * @throws io.assay.AssayException MODEL_UNREADABLE if the file is missing, damaged, inconsistent,
   *     of another kind, of a booster without trees, or trained for an objective that is not known;
   *     MODEL_SHAPE if rows have another length than those of the training, the job names another
   *     number of outputs, or asks for probabilities of a model that gives none
   */
  public static TreeEnsemble openXgboost(Path file, ModelOptions options) {
    return Xgboost.open(file, options);
  }

  /**
   * Returns the GPUs that libtorch, which alone runs models on them, shows this process. Starts
   * libtorch.
   *
   * @throws io.assay.AssayException RESOURCE_LACKING if libtorch cannot be started
   */
  public static SeenGpus seenGpus() {
    return TorchScript.seenGpus();
  }

  /**
   * Returns the versions of what models are run through, by name; of ONNX Runtime if it is here.
   */
  public static Map<String, String> engineVersions() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("djl", Engine.getDjlVersion());
    try {
      Onnx.runtimeVersion().ifPresent(version -> versions.put("onnxruntime", version));
    } catch (NoClassDefFoundError missing) {
      return versions;
    }
    return versions;
  }
}
