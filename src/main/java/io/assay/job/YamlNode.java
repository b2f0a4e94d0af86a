package io.assay.job;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A part of a YAML text, and where it stands. Values are kept as text until a type asks for one.
 */
sealed interface YamlNode {
  /** Returns where this stands, such as {@code line 12}; empty if nowhere a person wrote. */
  String where();

  /** Returns what this is, in words for messages. */
  String describe();

  /** Whether text was written plainly or in quotes. */
  enum Style {
    PLAIN,
    QUOTED
  }

  /** A single value. */
  record Scalar(String text, Style style, String where) implements YamlNode {
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

    /** Returns whether no value was written at all. */
    boolean isNull() {
      return style == Style.PLAIN && NULLS.contains(text);
    }

    @Override
    public String describe() {
      return isNull() ? "nothing" : style == Style.QUOTED ? '"' + text + '"' : text;
    }
  }

  /** A list. */
  record Items(List<YamlNode> nodes, String where) implements YamlNode {
    public Items {
      nodes = List.copyOf(nodes);
    }

    @Override
    public String describe() {
      return "a list";
    }
  }

  /** Keys with values, in the order written. */
  record Block(Map<String, YamlNode> entries, String where) implements YamlNode {
    public Block {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /** Returns a copy with a key set. */
    Block with(String key, YamlNode node) {
      Map<String, YamlNode> changed = new LinkedHashMap<>(entries);
      changed.put(key, node);
      return new Block(changed, where);
    }

    @Override
    public String describe() {
      return "a block of keys";
    }
  }

  /** Returns whether a node holds no value: a key without one counts as left out. */
  static boolean isNull(YamlNode node) {
    return node instanceof Scalar scalar && scalar.isNull();
  }
}
