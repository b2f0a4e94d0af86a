package io.assay.attribution.layer;

import io.assay.attribution.Quadrature;
import io.assay.attribution.Setting;

/**
 * The options of methods that attribute to a layer.
 *
 * @param layer the selector of a layer, or {@code auto}: the vectors of the tokens, else the last
 *     maps of the picture, else the last layer before the outputs
 * @param columns what values belong to
 */
public record LayerOptions(
    @Setting(meaning = LAYER, standard = LayerChoice.AUTO, allowed = LayerChoice.ALLOWED)
        String layer,
    @Setting(meaning = COLUMNS, standard = "auto", allowed = COLUMNS_ALLOWED)
        LayerColumns columns) {
  static final String LAYER =
      "The layer; auto takes the tokens' vectors, else the last maps, else what is before outputs.";
  static final String COLUMNS =
      "What values belong to; auto is the input where the layer lies over it, channels elsewhere.";
  static final String COLUMNS_ALLOWED = "auto, input, channel, neuron";

  /** Checks the name. */
  public LayerOptions {
    LayerChoice.check(layer);
  }

  /** Returns the defaults. */
  public static LayerOptions standard() {
    return new LayerOptions(LayerChoice.AUTO, LayerColumns.AUTO);
  }

  /**
   * The same for methods that walk along a path.
   *
   * @param layer the selector of a layer, or {@code auto}
   * @param columns what values belong to
   * @param rule the quadrature rule
   * @param steps nodes a reference, 1 to 10000, at least 2 for the trapezoid
   */
  public record Path(
      @Setting(meaning = LAYER, standard = LayerChoice.AUTO, allowed = LayerChoice.ALLOWED)
          String layer,
      @Setting(meaning = COLUMNS, standard = "auto", allowed = COLUMNS_ALLOWED)
          LayerColumns columns,
      @Setting(
              meaning = "Where on the path gradients are taken.",
              standard = "gauss-legendre",
              allowed = "midpoint, gauss-legendre, trapezoid, left, right")
          Quadrature.Rule rule,
      @Setting(
              meaning = "How many gradients a row and reference.",
              standard = "50",
              allowed = "1 to 10000; trapezoid from 2",
              unit = "gradients")
          int steps) {
    /** Checks the ranges. */
    public Path {
      LayerChoice.check(layer);
      InputPath.checkSteps(rule, steps);
    }

    /** Returns the defaults. */
    public static Path standard() {
      return new Path(LayerChoice.AUTO, LayerColumns.AUTO, Quadrature.Rule.GAUSS_LEGENDRE, 50);
    }
  }
}
