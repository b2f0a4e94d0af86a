package io.assay.job;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.attribution.catalog.MethodCatalog;
import io.assay.attribution.catalog.MethodEntry;
import io.assay.model.BlackBox;
import io.assay.model.LayerInfo;
import io.assay.model.Layered;
import io.assay.model.ModelSignature;
import io.assay.model.TreeEnsemble;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was found out about the model.
 *
 * @param inputShape sizes of one row's input, without the row axis; empty if unknown
 * @param outputs names of the output columns, in order; empty if unknown
 * @param unit what an output value is
 * @param abilities the abilities that methods ask for and the model has, by simple class name
 * @param layers the places inside it that can be read; empty if there are none
 */
public record ModelFacts(
    List<Integer> inputShape,
    List<String> outputs,
    ModelSignature.Unit unit,
    List<String> abilities,
    List<LayerInfo> layers)
    implements Serializable {
  /** About how many rows are read and explained at once, where they are narrow. */
  public static final int ROWS_AT_ONCE = 2048;

  private static final int MOST_VALUES_AT_ONCE = 1 << 22; // 16 MiB

  /** Copies the lists. */
  public ModelFacts {
    inputShape = List.copyOf(inputShape);
    outputs = List.copyOf(outputs);
    abilities = List.copyOf(abilities);
    layers = List.copyOf(layers);
  }

  /** A model of which no layer is known. */
  public ModelFacts(
      List<Integer> inputShape,
      List<String> outputs,
      ModelSignature.Unit unit,
      List<String> abilities) {
    this(inputShape, outputs, unit, abilities, List.of());
  }

  /** Asks a model whose layers nobody names. */
  public static ModelFacts of(BlackBox model) {
    return of(model, List.of());
  }

  /**
   * Asks a model.
   *
   * @param selectors of layers that methods will ask for; one that the model lacks is left out
   */
  public static ModelFacts of(BlackBox model, List<String> selectors) {
    ModelSignature signature = model.signature();
    List<String> abilities =
        MethodCatalog.entries().stream()
            .<Class<? extends BlackBox>>map(ModelFacts::ability)
            .distinct()
            .filter(ability -> model.as(ability).isPresent())
            .map(Class::getSimpleName)
            .toList();
    return new ModelFacts(
        signature.inputShape(),
        signature.outputs(),
        signature.unit(),
        abilities,
        layers(model, selectors));
  }

  private static List<LayerInfo> layers(BlackBox model, List<String> selectors) {
    Optional<Layered> layered = model.as(Layered.class);
    if (layered.isEmpty()) {
      return List.of();
    }
    Map<String, LayerInfo> layers = new LinkedHashMap<>();
    layered.get().layers().forEach(layer -> layers.put(layer.name(), layer));
    for (String selector : selectors) {
      if (!layers.containsKey(selector)) {
        layer(layered.get(), selector).ifPresent(found -> layers.put(selector, found));
      }
    }
    return List.copyOf(layers.values());
  }

  private static Optional<LayerInfo> layer(Layered model, String selector) {
    try {
      LayerInfo found = model.layer(selector);
      return Optional.of(new LayerInfo(selector, found.type(), found.shape()));
    } catch (AssayException e) {
      if (e.code() == ErrorCode.MODEL_LAYER) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** A model of which nothing is known yet: what depends on it is not judged. */
  public static ModelFacts unknown() {
    return new ModelFacts(List.of(), List.of(), ModelSignature.Unit.RAW, List.of());
  }

  /** Returns whether the model has been asked. */
  public boolean isKnown() {
    return !outputs.isEmpty();
  }

  /** Returns how many values one row's input holds. */
  public int inputLength() {
    return inputShape.stream().reduce(1, Math::multiplyExact);
  }

  /**
   * Returns how many rows are read and explained at once. That is another number than the rows of a
   * model call: a whole multiple of it, so that calls are full where each row is asked about once;
   * about 2,048, as long as those are 16 MiB, or one call. Trees answer for 2,048 rows together,
   * and have no calls that could become too large.
   */
  public int rowsAtOnce(ModelSpec spec) {
    int call = spec.callRows(Math.max(1, inputLength()));
    if (abilities.contains(TreeEnsemble.class.getSimpleName())) {
      return Math.max(call, ROWS_AT_ONCE);
    }
    int most = Math.min(ROWS_AT_ONCE, MOST_VALUES_AT_ONCE / Math.max(1, inputLength()));
    return Math.max(call, most / call * call);
  }

  private static Class<? extends BlackBox> ability(MethodEntry<?> entry) {
    return entry.info().ability();
  }
}
