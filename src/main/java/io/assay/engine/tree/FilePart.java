package io.assay.engine.tree;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A part of a model file as it was read, whatever notation it was written in. Asking a part for
 * what it is not ends in an IllegalArgumentException that says what is there and what is needed.
 */
sealed interface FilePart {
  /** Returns what this is, for messages. */
  String kind();

  /** A word or a number: notations differ in which of the two they write. */
  record Word(String text) implements FilePart {
    @Override
    public String kind() {
      return "\"" + (text.length() <= 40 ? text : text.substring(0, 40) + "...") + "\"";
    }
  }

  /** A list of parts that are not all numbers. */
  record Parts(List<FilePart> parts) implements FilePart {
    /** Copies the list. */
    public Parts {
      parts = List.copyOf(parts);
    }

    @Override
    public String kind() {
      return "a list of " + parts.size() + " parts";
    }
  }

  /** A list of numbers. */
  record Numbers(NumberList list) implements FilePart {
    @Override
    public String kind() {
      return "a list of " + list.size() + " numbers";
    }
  }

  /** Named parts. */
  record Fields(Map<String, FilePart> parts) implements FilePart {
    /** Copies the map. */
    public Fields {
      parts = Map.copyOf(parts);
    }

    @Override
    public String kind() {
      return "an object";
    }

    /** Returns whether there is a part of that name. */
    boolean has(String name) {
      return parts.containsKey(name);
    }

    /** Returns the named parts under a name. */
    Fields fields(String name) {
      if (required(name) instanceof Fields fields) {
        return fields;
      }
      throw refused(name, "an object");
    }

    /** Returns the word under a name. */
    String word(String name) {
      if (required(name) instanceof Word word) {
        return word.text();
      }
      throw refused(name, "a word");
    }

    /** Returns the list under a name; an empty one may have been read as numbers. */
    List<FilePart> list(String name) {
      if (required(name) instanceof Parts list) {
        return list.parts();
      }
      if (required(name) instanceof Numbers numbers && numbers.list().size() == 0) {
        return List.of();
      }
      throw refused(name, "a list of objects");
    }

    /** Returns the numbers under a name. */
    NumberList numbers(String name) {
      if (required(name) instanceof Numbers numbers) {
        return numbers.list();
      }
      throw refused(name, "a list of numbers");
    }

    /** Returns the numbers under a name, if there is such a part. */
    Optional<NumberList> numbersIfAny(String name) {
      return has(name) ? Optional.of(numbers(name)) : Optional.empty();
    }

    /** Returns the whole number under a name, 0 or more, which may be written as a word. */
    int count(String name) {
      int count;
      try {
        count = Integer.parseInt(word(name));
      } catch (NumberFormatException noNumber) {
        count = -1;
      }
      if (count < 0) {
        throw refused(name, "a whole number of 0 or more");
      }
      return count;
    }

    /** Returns the whole number under a name, or a standard where there is no such part. */
    int count(String name, int standard) {
      return has(name) ? count(name) : standard;
    }

    private FilePart required(String name) {
      FilePart part = parts.get(name);
      if (part == null) {
        throw new IllegalArgumentException(name + " is missing");
      }
      return part;
    }

    private IllegalArgumentException refused(String name, String needed) {
      return new IllegalArgumentException(
          name + " is " + required(name).kind() + "; need " + needed);
    }
  }
}
