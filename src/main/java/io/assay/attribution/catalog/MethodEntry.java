package io.assay.attribution.catalog;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.MethodInfo;
import java.util.function.Function;

/**
 * One line of the catalogue.
 *
 * @param optionsType the method's options: a record whose components bear {@link
 *     io.assay.attribution.Setting}
 * @param factory makes the method from its options
 * @param info what the method is
 */
public record MethodEntry<O extends Record>(
    MethodInfo<?> info, Class<O> optionsType, Function<O, AttributionMethod<?>> factory) {
  /** Makes the method from options of the right type. */
  public AttributionMethod<?> create(Record options) {
    return factory.apply(optionsType.cast(options));
  }
}
