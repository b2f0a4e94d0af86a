package io.assay.engine.tree;

import static io.assay.ErrorCode.MODEL_SHAPE;
import static io.assay.ErrorCode.MODEL_UNREADABLE;

import io.assay.AssayException;
import io.assay.engine.ModelOptions;
import io.assay.engine.tree.FilePart.Fields;
import io.assay.model.ModelSignature.Unit;
import io.assay.model.TreeEnsemble;
import io.assay.model.tree.Forest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Opens XGBoost models, JSON or UBJSON, with no library of XGBoost's. */
public final class Xgboost {
  /** What no prediction depends on. */
  private static final Set<String> UNREAD =
      Set.of("attributes", "cats", "feature_names", "feature_types", "loss_changes", "parents");

  private static final int HEAD = 64;

  private final Path file;

  private Xgboost(Path file) {
    this.file = file;
  }

  /**
   * Opens a model; see {@link io.assay.engine.ModelFiles#openXgboost}, which is the way in.
   *
   * @param file a local file
   * @param options what the job says about the model
   * @throws AssayException MODEL_UNREADABLE or MODEL_SHAPE
   */
  public static TreeEnsemble open(Path file, ModelOptions options) {
    Forest forest = new Xgboost(file).forest();
    if (options.unit() == Unit.PROBABILITY && !forest.link().givesProbabilities()) {
      throw new AssayException(
          MODEL_SHAPE,
          "The model %s gives no probabilities: it was trained for something else; set"
              + " model.outputs.unit to raw or logit, and margins are explained",
          file);
    }
    return TreeModel.of(file, forest, options);
  }

  /** Reads the file's trees. */
  private Forest forest() {
    try {
      return XgboostForest.of(fields());
    } catch (IllegalArgumentException broken) {
      throw unreadable(broken, String.valueOf(broken.getMessage()));
    } catch (IOException broken) {
      throw unreadable(
          broken,
          "%s; the file is cut off, damaged or out of reach: copy it anew".formatted(broken));
    }
  }

  private AssayException unreadable(Exception cause, String what) {
    return AssayException.causedBy(
        cause, MODEL_UNREADABLE, "Cannot read the XGBoost model %s: %s", file, what);
  }

  private Fields fields() throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          Files.exists(file) ? "it is a folder; need a file" : "there is no such file");
    }
    try (InputStream stream = new BufferedInputStream(Files.newInputStream(file))) {
      stream.mark(HEAD);
      String head = new String(stream.readNBytes(HEAD), StandardCharsets.ISO_8859_1);
      stream.reset();
      if (isUbj(head)) {
        return UbjParts.read(stream, Files.size(file), UNREAD);
      }
      if (head.stripLeading().startsWith("{")) {
        return JsonParts.read(stream, UNREAD);
      }
      throw new IllegalArgumentException(
          "it begins with neither a JSON nor a UBJSON object; save the model with XGBoost 1.0 or"
              + " later under a name that ends in .json, or .ubj");
    }
  }

  /** The name of a field begins with the type of its length here, with a quotation mark in JSON. */
  private static boolean isUbj(String head) {
    return head.length() > 1 && head.charAt(0) == '{' && "iUIlL".indexOf(head.charAt(1)) >= 0;
  }
}
