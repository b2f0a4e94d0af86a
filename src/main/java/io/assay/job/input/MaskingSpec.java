package io.assay.job.input;

import io.assay.attribution.Setting;
import io.assay.model.LayerInfo;
import java.util.List;
import java.util.Optional;

/**
 * What methods that take features away put in their place. In a job file a bare kind, or a block.
 */
public record MaskingSpec(
    @Setting(
            meaning =
                "The rule. Methods that ask for scores alone follow it, but for feature-permutation; all others keep to the baseline.",
            standard = "replace")
        Kind kind,
    @Setting(
            meaning =
                "For embedding: the layer that gives every token a vector; auto takes the first of type Embedding, or else the first that has one a token.",
            standard = "auto",
            allowed = "auto, or a selector that assay layers lists")
        String layer) {
  private static final String AUTO = "auto";

  /** The rule. */
  public enum Kind {
    /** The baseline's values. */
    REPLACE,
    /** Of images: what the pixels that are present suggest. */
    INPAINT,
    /** Of texts: nothing; the tokens that are present move up. */
    DELETE,
    /** Of texts: the vectors that a layer gives the baseline's tokens. */
    EMBEDDING
  }

  /** Returns the selectors of layers that the model will be asked for. */
  public List<String> layers() {
    return kind == Kind.EMBEDDING && isNamed() ? List.of(layer) : List.of();
  }

  /** Returns whether a layer is named. */
  public boolean isNamed() {
    return !layer.equals(AUTO);
  }

  /**
   * Returns the layer that gives every token a vector; empty if the model has none, or the one
   * named gives something else.
   *
   * @param layers of the model, the named one included
   * @param tokens of its input
   */
  public Optional<LayerInfo> embedding(List<LayerInfo> layers, int tokens) {
    List<LayerInfo> fitting =
        layers.stream()
            .filter(each -> each.shape().size() == 2 && each.shape().get(0) == tokens)
            .filter(each -> !isNamed() || each.name().equals(layer))
            .toList();
    return fitting.stream()
        .filter(each -> each.type().equals("Embedding"))
        .findFirst()
        .or(() -> fitting.stream().findFirst());
  }
}
