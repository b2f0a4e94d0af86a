package io.assay.engine.tree;

import io.assay.engine.tree.FilePart.Fields;
import io.assay.engine.tree.FilePart.Numbers;
import io.assay.engine.tree.FilePart.Parts;
import io.assay.engine.tree.FilePart.Word;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads Universal Binary JSON, draft 12: objects, lists that are open, counted, or counted and of
 * one type of numbers, words, numbers and booleans. Lengths that a file claims are held against
 * what is left of it before anything is made room for.
 */
final class UbjParts {
  private static final int MOST_NESTING = 64;
  private static final String LENGTH_TYPES = "iUIlL";

  private final UbjBytes bytes;
  private final Set<String> unread;
  private int nesting;

  private UbjParts(UbjBytes bytes, Set<String> unread) {
    this.bytes = bytes;
    this.unread = unread;
  }

  /**
   * Reads a file's one object.
   *
   * @param length of the file, in bytes
   * @param unread names of fields that are passed over, wherever they are
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if it is damaged or holds something else
   */
  static Fields read(InputStream stream, long length, Set<String> unread) throws IOException {
    UbjBytes bytes = new UbjBytes(stream, length);
    FilePart part = new UbjParts(bytes, unread).part(bytes.next());
    if (bytes.left() > 0) {
      throw bytes.broken("%d bytes follow the object".formatted(bytes.left()));
    }
    if (part instanceof Fields fields) {
      return fields;
    }
    throw new IllegalArgumentException("the file holds " + part.kind() + "; need an object");
  }

  private FilePart part(char type) throws IOException {
    return switch (type) {
      case '{' -> deeper(this::fields);
      case '[' -> deeper(this::list);
      case 'S' -> new Word(text(length()));
      case 'C' -> new Word(text(1));
      case 'T' -> new Word("true");
      case 'F' -> new Word("false");
      case 'Z' -> new Word("null");
      case 'd', 'D' -> new Word(String.valueOf(real(type)));
      default -> new Word(String.valueOf(whole(type)));
    };
  }

  private interface Reading {
    FilePart read() throws IOException;
  }

  private FilePart deeper(Reading reading) throws IOException {
    if (++nesting > MOST_NESTING) {
      throw bytes.broken("objects and lists are nested more than " + MOST_NESTING + " deep");
    }
    FilePart part = reading.read();
    nesting--;
    return part;
  }

  private Fields fields() throws IOException {
    Map<String, FilePart> parts = new LinkedHashMap<>();
    for (char type = bytes.next(); type != '}'; type = bytes.next()) {
      String name = text(length(type));
      FilePart part = part(bytes.next());
      if (!unread.contains(name) && parts.put(name, part) != null) {
        throw bytes.broken("there are two fields " + name);
      }
    }
    return new Fields(parts);
  }

  private FilePart list() throws IOException {
    char type = bytes.next();
    if (type == '$') {
      return typedList(bytes.next());
    }
    if (type == '#') {
      return countedList(checked(length(), 1));
    }
    Gathered gathered = new Gathered();
    for (; type != ']'; type = bytes.next()) {
      gathered.add(type);
    }
    return gathered.done();
  }

  private FilePart countedList(int count) throws IOException {
    Gathered gathered = new Gathered();
    for (int at = 0; at < count; at++) {
      gathered.add(bytes.next());
    }
    return gathered.done();
  }

  /** Numbers without a type each. */
  private Numbers typedList(char type) throws IOException {
    int width = width(type);
    if (bytes.next() != '#') {
      throw bytes.broken("a list of one type has no count");
    }
    int count = checked(length(), width);
    NumberList numbers = new NumberList(count);
    for (int at = 0; at < count; at++) {
      addNumber(numbers, type);
    }
    return new Numbers(numbers.trimmed());
  }

  private void addNumber(NumberList numbers, char type) throws IOException {
    if (type == 'd' || type == 'D') {
      numbers.add((float) real(type));
      return;
    }
    long number = whole(type);
    if (number == (int) number) {
      numbers.add((int) number);
    } else {
      numbers.add((float) number);
    }
  }

  /** A list that is one of numbers for as long as all of it is. */
  private final class Gathered {
    private final NumberList numbers = new NumberList();
    private final List<FilePart> parts = new ArrayList<>();

    void add(char type) throws IOException {
      boolean isNumber = "iUIlLdDTF".indexOf(type) >= 0;
      if (isNumber && parts.isEmpty() && (type == 'T' || type == 'F')) {
        numbers.add(type == 'T' ? 1 : 0);
      } else if (isNumber && parts.isEmpty()) {
        addNumber(numbers, type);
      } else if (numbers.size() == 0) {
        parts.add(part(type));
      } else {
        throw bytes.broken("a list of numbers goes on with the type " + shown(type));
      }
    }

    FilePart done() {
      return parts.isEmpty() ? new Numbers(numbers.trimmed()) : new Parts(parts);
    }
  }

  private long length() throws IOException {
    return length(bytes.next());
  }

  private long length(char type) throws IOException {
    if (LENGTH_TYPES.indexOf(type) < 0) {
      throw bytes.broken("a length has the type " + shown(type) + "; need one of " + LENGTH_TYPES);
    }
    return whole(type);
  }

  private int checked(long count, int width) {
    if (count < 0 || count > bytes.left() / width || count > Integer.MAX_VALUE - 8) {
      throw bytes.broken(
          "%d values of %d bytes are announced, %d bytes are left; the file is cut off or damaged: copy it anew"
              .formatted(count, width, bytes.left()));
    }
    return (int) count;
  }

  private String text(long length) throws IOException {
    return new String(bytes.next(checked(length, 1)), StandardCharsets.UTF_8);
  }

  private int width(char type) {
    return switch (type) {
      case 'i', 'U' -> 1;
      case 'I' -> 2;
      case 'l', 'd' -> 4;
      case 'L', 'D' -> 8;
      default -> throw unknown(type);
    };
  }

  private long whole(char type) throws IOException {
    return switch (type) {
      case 'i' -> (byte) bytes.big(1);
      case 'U' -> bytes.big(1);
      case 'I' -> (short) bytes.big(2);
      case 'l' -> (int) bytes.big(4);
      case 'L' -> bytes.big(8);
      default -> throw unknown(type);
    };
  }

  private double real(char type) throws IOException {
    return type == 'd'
        ? Float.intBitsToFloat((int) bytes.big(4))
        : Double.longBitsToDouble(bytes.big(8));
  }

  private IllegalArgumentException unknown(char type) {
    return bytes.broken("there is a value of the type " + shown(type) + "; need one of UBJSON's");
  }

  private static String shown(char type) {
    return type > ' ' && type < 127 ? "'" + type + "'" : "0x" + Integer.toHexString(type);
  }
}
