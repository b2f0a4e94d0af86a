package io.assay.attribution.layer;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.model.LayerInfo;
import io.assay.model.Layered;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The layer that a method works on: named by an option, or chosen.
 *
 * @param key of the method, for messages
 * @param option a selector, or {@link #AUTO}
 */
record LayerChoice(String key, String option) {
  /** How the values of a layer lie over the positions of the input. */
  enum Kind {
    /** A vector for each position of the input: [tokens, dim]. */
    TOKENS,
    /** A map of the picture for each channel: [channels, height, width]. */
    MAPS,
    /** Neither. */
    OTHER;

    /**
     * Returns the kind of a layer.
     *
     * @param features how many values a row of the input has; a map is no finer than the picture
     */
    static Kind of(LayerInfo layer, int features) {
      List<Integer> shape = layer.shape();
      if (shape.size() == 2 && shape.get(0) == features) {
        return TOKENS;
      }
      int area = shape.size() == 3 ? shape.get(1) * shape.get(2) : 1;
      return area > 1 && area <= features ? MAPS : OTHER;
    }
  }

  /** The option that leaves the choice to the method. */
  static final String AUTO = "auto";

  /** The values of the option, in words. */
  static final String ALLOWED = "auto, or a selector that assay layers lists";

  private static final String NOT_IN_PASSING = "#<"; // of selectors that name no value of their own

  /** Refuses an option that names nothing. */
  static void check(String option) {
    if (option.isBlank()) {
      throw new IllegalArgumentException("layer is blank; need " + ALLOWED);
    }
  }

  /** Returns the selectors that the option names. */
  List<String> named() {
    return isAuto() ? List.of() : List.of(option);
  }

  /**
   * Returns the last layer that holds a map of the picture for each of its channels.
   *
   * @throws AssayException MODEL_LAYER if there is none, or the one named is none
   */
  LayerInfo ofMaps(Layered model) {
    int features = model.signature().inputLength();
    LayerInfo layer =
        isAuto()
            ? last(model.layers(), each -> Kind.of(each, features) == Kind.MAPS)
                .orElseThrow(() -> missing(model.layers(), "[channels, height, width]"))
            : model.layer(option);
    if (layer.shape().size() != 3) {
      throw new AssayException(
          ErrorCode.MODEL_LAYER,
          "%s.layer is %s, which holds %s a row; need [channels, height, width]. Layers: %s",
          key,
          layer.name(),
          layer.shape(),
          names(model.layers()));
    }
    return layer;
  }

  /** Returns how many channels the layer of maps has, as far as the layers of a model tell. */
  int channels(List<LayerInfo> layers) {
    return last(layers, this::mayBeMaps).map(each -> each.shape().get(0)).orElse(Integer.MAX_VALUE);
  }

  private boolean mayBeMaps(LayerInfo layer) {
    boolean isMaps = Kind.of(layer, Integer.MAX_VALUE) == Kind.MAPS;
    return isAuto() ? isMaps : layer.name().equals(option) && layer.shape().size() == 3;
  }

  /** Returns the layer, where any shape will do. */
  LayerInfo ofAny(Layered model) {
    return isAuto() ? chosen(model.layers(), model.signature().inputLength()) : model.layer(option);
  }

  /**
   * Returns the layer, where any shape will do.
   *
   * @param layers of a model, those that options name included
   * @param features how many values a row of its input has
   */
  LayerInfo ofAny(List<LayerInfo> layers, int features) {
    return isAuto()
        ? chosen(layers, features)
        : last(layers, each -> each.name().equals(option))
            .orElseThrow(() -> missing(layers, "one of them"));
  }

  /** The vectors of the tokens; else the last maps; else what is last before the outputs. */
  private LayerInfo chosen(List<LayerInfo> layers, int features) {
    Predicate<LayerInfo> isTokens = each -> Kind.of(each, features) == Kind.TOKENS;
    LayerInfo outputs = layers.isEmpty() ? null : layers.get(layers.size() - 1);
    return first(layers, isTokens.and(each -> each.type().equals("Embedding")))
        .or(() -> first(layers, isTokens))
        .or(() -> last(layers, each -> Kind.of(each, features) == Kind.MAPS))
        .or(() -> last(layers, each -> outputs != null && !each.shape().equals(outputs.shape())))
        .orElseThrow(() -> missing(layers, "one before the outputs"));
  }

  private boolean isAuto() {
    return option.equals(AUTO);
  }

  private AssayException missing(List<LayerInfo> layers, String need) {
    return new AssayException(
        ErrorCode.MODEL_LAYER,
        "%s.layer is %s, and the model has no such layer; need %s. Layers: %s",
        key,
        option,
        need,
        names(layers));
  }

  private Optional<LayerInfo> first(List<LayerInfo> layers, Predicate<LayerInfo> meant) {
    return layers.stream().filter(this::isEligible).filter(meant).findFirst();
  }

  private Optional<LayerInfo> last(List<LayerInfo> layers, Predicate<LayerInfo> meant) {
    return layers.stream().filter(this::isEligible).filter(meant).reduce((before, after) -> after);
  }

  private boolean isEligible(LayerInfo layer) {
    return !isAuto() || NOT_IN_PASSING.chars().noneMatch(mark -> layer.name().indexOf(mark) >= 0);
  }

  private static List<String> names(List<LayerInfo> layers) {
    return layers.stream().map(layer -> layer.name() + " " + layer.shape()).toList();
  }
}
