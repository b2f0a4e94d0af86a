package io.assay.engine.torchscript.tap;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names a place in a model; see {@link io.assay.model.Layered}. An element of a tuple, list or dict
 * that a submodule gives stands in brackets, {@code lstm[1][0]} or {@code head[logits]}.
 *
 * @param path of the submodule, with dots; empty for the whole model
 * @param kind of place there
 * @param what the operation or variable; or the elements, such as {@code [1][0]}
 * @param firing which time that it is computed in a pass, from 0
 */
public record Selector(String path, Kind kind, String what, int firing) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?<input><)?(?<path>[^:@#\\[\\]<]*)(?:(?<mark>[:@])(?<name>[^#\\[\\]:@]+))?"
              + "(?<elements>(?:\\[[^\\[\\]]+\\])*)(?:#(?<firing>\\d{1,6}))?");

  /** What a place holds. */
  public enum Kind {
    /** What a submodule gives, or an element of it. */
    VALUE,
    /** What a submodule is given first. */
    INPUT,
    /** What an operation gives. */
    OPERATION,
    /** A variable. */
    VARIABLE
  }

  /** Reads a selector; nothing if it is none. */
  public static Optional<Selector> of(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    boolean isInput = form.group("input") != null;
    String mark = form.group("mark");
    String elements = form.group("elements");
    boolean isPlain = mark == null && elements.isEmpty();
    if ((mark != null && !elements.isEmpty()) || (isInput && !isPlain)) {
      return Optional.empty();
    }
    String path = form.group("path");
    if (mark == null && path.isEmpty()) {
      return Optional.empty();
    }
    String firing = form.group("firing");
    return Optional.of(
        new Selector(
            path,
            isInput ? Kind.INPUT : kind(mark),
            mark == null ? elements : form.group("name"),
            firing == null ? 0 : Integer.parseInt(firing)));
  }

  private static Kind kind(@org.jspecify.annotations.Nullable String mark) {
    if (mark == null) {
      return Kind.VALUE;
    }
    return mark.equals(":") ? Kind.OPERATION : Kind.VARIABLE;
  }

  /** Returns the attributes of the path. */
  List<String> steps() {
    return path.isEmpty() ? List.of() : List.of(path.split("\\.", -1));
  }

  /** Returns the selector without its firing. */
  public String name() {
    return switch (kind) {
      case VALUE -> path + what;
      case INPUT -> "<" + path;
      case OPERATION -> path + ":" + what;
      case VARIABLE -> path + "@" + what;
    };
  }

  @Override
  public String toString() {
    return firing == 0 ? name() : name() + "#" + firing;
  }
}
