package io.assay.golden;

import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;

/**
 * A model with inputs and the attributions that reference libraries gave for them. Versions,
 * settings and agreement stand in the case's manifest.json.
 *
 * @param name the folder under {@code /golden}
 */
public record GoldenCase(String name) {
  /**
   * Returns a classifier of 30 standardised features: ReLU network 30-256-256-2, 48 rows, 16
   * background rows, 10 groups of 3 features.
   */
  public static GoldenCase mlpBc() {
    return new GoldenCase("mlp_bc");
  }

  /**
   * Returns a classifier of 10 standardised features, small enough to enumerate: network
   * 10-48-24-2, ReLU then tanh, 32 rows, 16 background rows, every feature its own group.
   */
  public static GoldenCase mlpBc10() {
    return new GoldenCase("mlp_bc10");
  }

  /**
   * Returns a classifier of pictures of digits, [1, 8, 8], with max pooling: 16 rows, 8 background
   * rows, 10 outputs.
   */
  public static GoldenCase cnnDigits() {
    return new GoldenCase("cnn_digits");
  }

  /**
   * Returns a classifier of nine token ids with one attention: 24 rows under {@code ids}, 2
   * outputs.
   */
  public static GoldenCase textAttn() {
    return new GoldenCase("text_attn");
  }

  /** Returns the rows, [rows, ...]. */
  public Tensor inputs() {
    return npy("inputs").tensor();
  }

  /** Returns the explained output column of each row. */
  public Target target() {
    return Target.perRow(npy("targets").integers());
  }

  /** Returns the background rows, [rows, ...]. */
  public Tensor background() {
    return npy("background").tensor();
  }

  /** Returns the zero baseline, [1, ...]. */
  public Tensor baselineZero() {
    return npy("baseline_zero").tensor();
  }

  /** Returns the group number of each feature. */
  public int[] groups() {
    return npy("groups").integers();
  }

  /**
   * Returns an array of the case.
   *
   * @param entry file name without {@code .npy}, such as {@code "ig_gausslegendre_50.f64"}
   */
  public Npy npy(String entry) {
    return Npy.read(folder() + entry + ".npy");
  }

  /** Returns the scripted TorchScript archive. */
  public Path scripted() {
    return file("model_script.pt");
  }

  /** Returns the traced TorchScript archive. */
  public Path traced() {
    return file("model_trace.pt");
  }

  /** Returns the ONNX model. */
  public Path onnx() {
    return file("model.onnx");
  }

  private Path file(String file) {
    URL resource = GoldenCase.class.getResource(folder() + file);
    if (resource == null) {
      throw new IllegalArgumentException("no test resource " + folder() + file);
    }
    try {
      return Path.of(resource.toURI());
    } catch (URISyntaxException broken) {
      throw new IllegalArgumentException(broken);
    }
  }

  private String folder() {
    return "/golden/" + name + "/";
  }
}
