package io.assay.attribution.layer;

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
}
