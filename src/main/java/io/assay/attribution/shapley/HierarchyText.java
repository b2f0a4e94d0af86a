package io.assay.attribution.shapley;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A hierarchy in words: names with commas between, brackets around those that belong together, as
 * deep as needed, such as {@code (radius, area), (texture, (smoothness, symmetry))}. A name in
 * single quotes may hold brackets, commas and colons, and two single quotes for one. Trees in
 * Newick form are read, too: lengths after colons and a last semicolon are passed over.
 *
 * @param name of a leaf; empty of a branch
 * @param parts of a branch
 */
record HierarchyText(String name, List<HierarchyText> parts) {
  /**
   * Reads a text.
   *
   * @throws IllegalArgumentException if brackets, quotes or commas do not fit, or a name comes
   *     twice
   */
  static HierarchyText read(String text) {
    Reader reader = new Reader(text);
    HierarchyText whole = new HierarchyText("", reader.list());
    reader.skip(';');
    if (!reader.isAtEnd()) {
      throw reader.refusal("a bracket is closed that was not opened");
    }
    Set<String> seen = new HashSet<>();
    for (String name : whole.names()) {
      if (!seen.add(name)) {
        throw reader.refusal(name + " stands twice");
      }
    }
    return whole;
  }

  /** Returns the names, in order. */
  List<String> names() {
    return parts.isEmpty()
        ? List.of(name)
        : parts.stream().flatMap(part -> part.names().stream()).toList();
  }

  /**
   * Returns the tree of players; players who are not named stand alone beside the outermost parts.
   *
   * @throws IllegalArgumentException if a name is not a player's
   */
  Hierarchy of(List<String> players) {
    List<String> named = names();
    for (String name : named) {
      if (!players.contains(name)) {
        throw new IllegalArgumentException(
            "owen.hierarchy names %s; players are %s"
                .formatted(name, players.subList(0, Math.min(20, players.size()))));
      }
    }
    List<Hierarchy> outermost = new ArrayList<>();
    parts.forEach(part -> outermost.add(part.resolved(players)));
    IntStream.range(0, players.size())
        .filter(player -> !named.contains(players.get(player)))
        .forEach(player -> outermost.add(Hierarchy.leaf(player)));
    return Hierarchy.branch(outermost);
  }

  private Hierarchy resolved(List<String> players) {
    return parts.isEmpty()
        ? Hierarchy.leaf(players.indexOf(name))
        : Hierarchy.branch(parts.stream().map(part -> part.resolved(players)).toList());
  }

  /** Reads from left to right. */
  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    boolean isAtEnd() {
      skipBlanks();
      return at == text.length();
    }

    /** Reads parts with commas between, up to what is none. */
    List<HierarchyText> list() {
      List<HierarchyText> parts = new ArrayList<>();
      do {
        parts.add(part());
      } while (skip(','));
      return parts;
    }

    private HierarchyText part() {
      HierarchyText part;
      if (skip('(')) {
        part = new HierarchyText("", list());
        if (!skip(')')) {
          throw refusal("a bracket is not closed");
        }
        plain(); // Newick's name of a branch
      } else {
        part = new HierarchyText(name(), List.of());
      }
      if (skip(':')) {
        plain(); // Newick's length
      }
      return part;
    }

    private String name() {
      String name = skip('\'') ? quoted() : plain();
      if (name.isEmpty()) {
        throw refusal("a name is missing");
      }
      return name;
    }

    private String plain() {
      int from = at;
      while (at < text.length() && "(),:;'".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.substring(from, at).strip();
    }

    private String quoted() {
      StringBuilder name = new StringBuilder();
      while (at < text.length()) {
        char next = text.charAt(at++);
        if (next != '\'') {
          name.append(next);
        } else if (at < text.length() && text.charAt(at) == '\'') {
          name.append(text.charAt(at++));
        } else {
          return name.toString();
        }
      }
      throw refusal("a quote is not closed");
    }

    boolean skip(char expected) {
      skipBlanks();
      boolean isThere = at < text.length() && text.charAt(at) == expected;
      at += isThere ? 1 : 0;
      return isThere;
    }

    private void skipBlanks() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }

    IllegalArgumentException refusal(String reason) {
      return new IllegalArgumentException(
          "owen.hierarchy is %s; %s (at character %d); need balanced, or names in brackets such as"
                  .formatted(text, reason, at + 1)
              + " (radius, area), (texture, symmetry)");
    }
  }
}
