package io.assay.global.catalog;

import io.assay.global.GlobalInfo;
import io.assay.global.GlobalMethod;
import java.util.List;
import java.util.function.Function;

/**
 * One line of the catalogue.
 *
 * @param info what the method is
 * @param optionsType the method's options: a record whose components bear {@link
 *     io.assay.attribution.Setting}
 * @param factory makes the method from its options
 * @param aliases other names that a job may give it; in everything written it bears its key
 */
public record GlobalEntry<O extends Record>(
    GlobalInfo info,
    Class<O> optionsType,
    Function<O, GlobalMethod> factory,
    List<String> aliases) {
  /** Copies the list. */
  public GlobalEntry {
    aliases = List.copyOf(aliases);
  }

  /** A method that has no other name than its key. */
  public GlobalEntry(GlobalInfo info, Class<O> optionsType, Function<O, GlobalMethod> factory) {
    this(info, optionsType, factory, List.of());
  }

  /** Returns this line with another name for the method. */
  public GlobalEntry<O> alias(String alias) {
    return new GlobalEntry<>(info, optionsType, factory, List.of(alias));
  }

  /** Returns whether a name is the method's key or another name of it. */
  public boolean answersTo(String name) {
    return info.key().equals(name) || aliases.contains(name);
  }

  /** Makes the method from options of the right type. */
  public GlobalMethod create(Record options) {
    return factory.apply(optionsType.cast(options));
  }
}
