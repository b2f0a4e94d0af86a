package io.assay.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.ToNumberPolicy;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The two ways in which this room writes JSON. Both escape {@code < > & = '} and U+2028/9, so that
 * the text may stand inside a script element, and both write null where a number is not finite.
 */
final class Json {
  /** For files that people read. */
  static final Gson PRETTY = settings().setPrettyPrinting().create();

  /** For the charts of the report. */
  static final Gson COMPACT = settings().create();

  private Json() {}

  /**
   * Returns objects of the same names as one object that says the names once: {@code keys}, and
   * {@code rows} of values.
   */
  static JsonObject columns(JsonArray objects) {
    JsonArray keys = new JsonArray();
    JsonArray rows = new JsonArray();
    for (JsonElement each : objects) {
      JsonArray row = new JsonArray();
      each.getAsJsonObject().entrySet().forEach(entry -> row.add(entry.getValue()));
      rows.add(row);
    }
    if (!objects.isEmpty()) {
      objects.get(0).getAsJsonObject().keySet().forEach(keys::add);
    }
    JsonObject table = new JsonObject();
    table.add("keys", keys);
    table.add("rows", rows);
    return table;
  }

  /** Returns the message of the first cause, or its type where it has none. */
  static String rootOf(Throwable failure) {
    Throwable root = failure;
    for (Throwable cause = root.getCause(); cause != null; cause = root.getCause()) {
      root = cause;
    }
    String message = root.getMessage();
    return message == null ? root.getClass().getSimpleName() : message;
  }

  private static GsonBuilder settings() {
    return new GsonBuilder()
        .serializeNulls()
        .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
        .registerTypeAdapter(double.class, new FiniteOrNull())
        .registerTypeAdapter(Double.class, new FiniteOrNull());
  }

  private static final class FiniteOrNull extends TypeAdapter<Double> {
    @Override
    public void write(JsonWriter out, @Nullable Double value) throws IOException {
      if (value == null || !Double.isFinite(value)) {
        out.nullValue();
      } else {
        out.value(value);
      }
    }

    @Override
    public Double read(JsonReader in) throws IOException {
      if (in.peek() == JsonToken.NULL) {
        in.nextNull();
        return Double.NaN;
      }
      return in.nextDouble();
    }
  }
}
