package io.assay.engine.tree;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.engine.ModelOptions;
import io.assay.model.ModelSignature.Unit;
import io.assay.model.TreeEnsemble;
import io.assay.model.tree.Forest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens LightGBM models. */
public final class LightGbm {
  private LightGbm() {}

  /**
   * Opens a model; see {@link io.assay.engine.ModelFiles#openLightGbm}, which is the way in.
   *
   * @param file a local file
   * @param options what the job says about the model
   * @throws AssayException MODEL_UNREADABLE or MODEL_SHAPE
   */
  public static TreeEnsemble open(Path file, ModelOptions options) {
    Forest forest = read(file);
    if (options.unit() == Unit.PROBABILITY && !forest.link().givesProbabilities()) {
      throw new AssayException(
          ErrorCode.MODEL_SHAPE,
          "The model %s gives no probabilities: its objective has the link %s; set"
              + " model.outputs.unit to raw or logit, and margins are explained",
          file,
          forest.link());
    }
    return TreeModel.of(file, forest, options);
  }

  static Forest read(Path file) {
    if (!Files.exists(file) || Files.isDirectory(file)) {
      throw new AssayException(
          ErrorCode.MODEL_UNREADABLE,
          "Cannot read the LightGBM model %s: %s; set model.path to the file that save_model wrote",
          file,
          Files.exists(file) ? "it is a folder" : "there is no such file");
    }
    // Every byte is a character, so that names in any encoding are read; numbers are ASCII.
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.ISO_8859_1),
            1 << 16)) {
      return new LightGbmReader(file, lines).read();
    } catch (IOException failure) {
      throw AssayException.causedBy(
          failure,
          ErrorCode.MODEL_UNREADABLE,
          "Cannot read the LightGBM model %s: %s",
          file,
          failure);
    }
  }
}
