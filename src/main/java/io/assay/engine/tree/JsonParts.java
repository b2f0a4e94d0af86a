package io.assay.engine.tree;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.assay.engine.tree.FilePart.Fields;
import io.assay.engine.tree.FilePart.Numbers;
import io.assay.engine.tree.FilePart.Parts;
import io.assay.engine.tree.FilePart.Word;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads JSON as XGBoost writes it, with NaN and Infinity bare. Nothing grows beyond what the file
 * holds.
 */
final class JsonParts {
  private static final int MOST_NESTING = 64;
  private static final Set<String> NO_NUMBERS = Set.of("NaN", "Infinity", "-Infinity");

  private final JsonReader reader;
  private final Set<String> unread;

  private JsonParts(JsonReader reader, Set<String> unread) {
    this.reader = reader;
    this.unread = unread;
  }

  /**
   * Reads a file's one object.
   *
   * @param unread names of fields that are passed over, wherever they are
   * @throws IOException if the file cannot be read, or is no JSON
   * @throws IllegalArgumentException if it holds something else than one object
   */
  static Fields read(InputStream stream, Set<String> unread) throws IOException {
    JsonReader reader =
        new JsonReader(new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8)));
    reader.setStrictness(Strictness.LENIENT);
    reader.setNestingLimit(MOST_NESTING);
    Fields fields = new JsonParts(reader, unread).fields();
    if (reader.peek() != JsonToken.END_DOCUMENT) {
      throw new IllegalArgumentException("more follows the object" + reader.getPath());
    }
    return fields;
  }

  private Fields fields() throws IOException {
    Map<String, FilePart> parts = new LinkedHashMap<>();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (unread.contains(name)) {
        reader.skipValue();
      } else if (parts.put(name, part()) != null) {
        throw new IllegalArgumentException("there are two fields at " + reader.getPath());
      }
    }
    reader.endObject();
    return new Fields(parts);
  }

  private FilePart part() throws IOException {
    return switch (reader.peek()) {
      case BEGIN_OBJECT -> fields();
      case BEGIN_ARRAY -> list();
      case BOOLEAN -> new Word(String.valueOf(reader.nextBoolean()));
      case NULL -> {
        reader.nextNull();
        yield new Word("null");
      }
      default -> new Word(reader.nextString());
    };
  }

  /** Reads a list of numbers if it begins as one. */
  private FilePart list() throws IOException {
    reader.beginArray();
    List<FilePart> parts = new ArrayList<>();
    while (reader.hasNext()) {
      JsonToken token = reader.peek();
      if (parts.isEmpty() && (token == JsonToken.NUMBER || token == JsonToken.BOOLEAN)) {
        return numbers(new NumberList());
      }
      FilePart part = part();
      if (parts.isEmpty() && part instanceof Word word && NO_NUMBERS.contains(word.text())) {
        NumberList list = new NumberList();
        list.add(Float.parseFloat(word.text()));
        return numbers(list);
      }
      parts.add(part);
    }
    reader.endArray();
    return parts.isEmpty() ? new Numbers(new NumberList(0)) : new Parts(parts);
  }

  private Numbers numbers(NumberList list) throws IOException {
    while (reader.hasNext()) {
      switch (reader.peek()) {
        case BOOLEAN -> list.add(reader.nextBoolean() ? 1 : 0);
        case NUMBER, STRING -> addNumber(list);
        default ->
            throw new IllegalArgumentException(
                "at %s there is %s; need a number".formatted(reader.getPath(), reader.peek()));
      }
    }
    reader.endArray();
    return new Numbers(list.trimmed());
  }

  private void addNumber(NumberList list) throws IOException {
    if (list.isWhole()) {
      try {
        list.add(reader.nextInt());
        return;
      } catch (NumberFormatException broken) {
        // No whole number of 32 bits: what stands there is still to be read.
      }
    }
    String text = reader.nextString();
    try {
      list.add(Float.parseFloat(text));
    } catch (NumberFormatException noNumber) {
      throw new IllegalArgumentException(
          "at %s there is \"%s\"; need a number".formatted(reader.getPath(), text), noNumber);
    }
  }
}
