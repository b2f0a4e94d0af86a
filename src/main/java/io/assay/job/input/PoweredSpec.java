package io.assay.job.input;

import io.assay.attribution.Setting;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A surrogate that is explained on all rows, where the model is explained on a sample. */
public record PoweredSpec(
    @Setting(
            meaning = "What kind of file the surrogate is; it must be trees.",
            standard = "xgboost")
        Engine engine,
    @Setting(
            meaning =
                "The surrogate's file on any Hadoop file system, relative to the job file. It takes"
                    + " the same inputs as the model.")
        String path,
    @Setting(
            meaning = "Refuse any other file than the one of this digest.",
            standard = "none",
            allowed = "64 hex digits")
        Optional<String> sha256,
    @Setting(
            meaning =
                "Which of the surrogate's outputs imitates the explained one, its margin, from 0.",
            standard = "0",
            allowed = "0 to 1000000")
        int output,
    @Setting(
            meaning =
                "How it is explained: interventional-tree-shap against the job's background,"
                    + " tree-shap without one.",
            standard = "tree-shap")
        Method method) {
  /** Checks the digest. */
  public PoweredSpec {
    if (sha256.isPresent() && !sha256.get().matches("[0-9a-fA-F]{64}")) {
      throw new IllegalArgumentException("sha256 is " + sha256.get() + "; need 64 hex digits");
    }
  }

  /** What kind of file the surrogate is. */
  public enum Engine {
    /** A JSON or UBJSON file that XGBoost saved. */
    XGBOOST,
    /** A text file that LightGBM saved. */
    LIGHTGBM,
    /** A tree ensemble in ONNX. */
    ONNX
  }

  /** How the surrogate is explained. */
  public enum Method {
    /** Path-dependent TreeSHAP. */
    TREE_SHAP,
    /** TreeSHAP against a background. */
    INTERVENTIONAL_TREE_SHAP
  }

  /** Returns the key of the method in the catalogue. */
  public String methodKey() {
    return method.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns this surrogate under another path. */
  PoweredSpec withFile(UnaryOperator<String> change) {
    return new PoweredSpec(engine, change.apply(path), sha256, output, method);
  }
}
