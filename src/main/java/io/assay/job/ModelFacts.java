package io.assay.job;

import io.assay.attribution.catalog.MethodCatalog;
import io.assay.attribution.catalog.MethodEntry;
import io.assay.model.BlackBox;
import io.assay.model.ModelSignature;
import java.io.Serializable;
import java.util.List;

/**
 * What was found out about the model.
 *
 * @param inputShape sizes of one row's input, without the row axis; empty if unknown
 * @param outputs names of the output columns, in order; empty if unknown
 * @param unit what an output value is
 * @param abilities the abilities that methods ask for and the model has, by simple class name
 */
public record ModelFacts(
    List<Integer> inputShape,
    List<String> outputs,
    ModelSignature.Unit unit,
    List<String> abilities)
    implements Serializable {

  /** Copies the lists. */
  public ModelFacts {
    inputShape = List.copyOf(inputShape);
    outputs = List.copyOf(outputs);
    abilities = List.copyOf(abilities);
  }

  /** Asks a model. */
  public static ModelFacts of(BlackBox model) {
    ModelSignature signature = model.signature();
    List<String> abilities =
        MethodCatalog.entries().stream()
            .<Class<? extends BlackBox>>map(ModelFacts::ability)
            .distinct()
            .filter(ability -> model.as(ability).isPresent())
            .map(Class::getSimpleName)
            .toList();
    return new ModelFacts(signature.inputShape(), signature.outputs(), signature.unit(), abilities);
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

  private static Class<? extends BlackBox> ability(MethodEntry<?> entry) {
    return entry.info().ability();
  }
}
