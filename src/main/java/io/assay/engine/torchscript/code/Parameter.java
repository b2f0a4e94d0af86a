package io.assay.engine.torchscript.code;

import java.util.Optional;

/**
 * What a routine takes.
 *
 * @param name of the parameter
 * @param type as it is written
 * @param standard the value where a call leaves it out
 */
public record Parameter(String name, Optional<Expression> type, Optional<Expression> standard) {
  /** Returns a parameter that every call gives. */
  public static Parameter of(String name, String type) {
    return new Parameter(name, Optional.of(CodeParser.expression(type)), Optional.empty());
  }

  String text() {
    return name
        + type.map(known -> ": " + known.text()).orElse("")
        + standard.map(value -> "=" + value.text()).orElse("");
  }
}
