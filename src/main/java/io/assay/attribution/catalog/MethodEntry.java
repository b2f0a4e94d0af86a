package io.assay.attribution.catalog;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.MethodInfo;
import java.util.List;
import java.util.function.Function;

/**
 * One line of the catalogue.
 *
 * @param optionsType the method's options: a record whose components bear {@link
 *     io.assay.attribution.Setting}
 * @param factory makes the method from its options
 * @param info what the method is
 * @param aliases other names that a job may give it; in everything written it bears its key
 */
public record MethodEntry<O extends Record>(
    MethodInfo<?> info,
    Class<O> optionsType,
    Function<O, AttributionMethod<?>> factory,
    List<String> aliases) {
  /** Copies the list. */
  public MethodEntry {
    aliases = List.copyOf(aliases);
  }

  /** A method that has no other name than its key. */
  public MethodEntry(
      MethodInfo<?> info, Class<O> optionsType, Function<O, AttributionMethod<?>> factory) {
    this(info, optionsType, factory, List.of());
  }

  /** Returns this line with another name for the method. */
  public MethodEntry<O> alias(String alias) {
    return new MethodEntry<>(info, optionsType, factory, List.of(alias));
  }

  /** Returns whether a name is the method's key or another name of it. */
  public boolean answersTo(String name) {
    return info.key().equals(name) || aliases.contains(name);
  }

  /** Makes the method from options of the right type. */
  public AttributionMethod<?> create(Record options) {
    return factory.apply(optionsType.cast(options));
  }
}
