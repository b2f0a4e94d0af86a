package io.assay.spark.serve;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a visitor asks for: names and questions, each decoded once and strictly. A name that could
 * be more than a name (a slash, a dot or two alone, a control character) makes no request.
 *
 * @param names the path, decoded
 * @param query the first value of each question
 */
record Request(List<String> names, Map<String, String> query) {
  private static final int MOST_CHARACTERS = 4_000;

  /** Copies both. */
  Request {
    names = List.copyOf(names);
    query = Map.copyOf(query);
  }

  /**
   * Reads an address.
   *
   * @param rawPath as it came, with percent signs
   * @param rawQuery as it came; null if there is none
   * @return nothing if it is none that we would have written
   */
  static Optional<Request> of(String rawPath, @Nullable String rawQuery) {
    String query = rawQuery == null ? "" : rawQuery;
    if (!rawPath.startsWith("/") || rawPath.length() + query.length() > MOST_CHARACTERS) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>();
    boolean isFolder = rawPath.length() > 1 && rawPath.endsWith("/");
    String inner = rawPath.substring(1, rawPath.length() - (isFolder ? 1 : 0));
    for (String raw : rawPath.equals("/") ? new String[0] : inner.split("/", -1)) {
      Optional<String> name = decoded(raw).filter(Request::isName);
      if (name.isEmpty()) {
        return Optional.empty();
      }
      names.add(name.get());
    }
    return Optional.of(new Request(names, query(query)));
  }

  private static boolean isName(String name) {
    return !name.isEmpty()
        && !name.equals(".")
        && !name.equals("..")
        && name.indexOf('/') < 0
        && name.indexOf('\\') < 0
        && name.chars().noneMatch(Character::isISOControl);
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        Optional<String> value = decoded(pair.substring(equals + 1).replace('+', ' '));
        value.ifPresent(text -> query.putIfAbsent(pair.substring(0, equals), text));
      }
    }
    return query;
  }

  /** Decodes percent signs into UTF-8; nothing if that is malformed. */
  static Optional<String> decoded(String raw) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c != '%') {
        bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
        continue;
      }
      String digits = raw.substring(Math.min(raw.length(), i + 1), Math.min(raw.length(), i + 3));
      if (!digits.matches("[0-9A-Fa-f]{2}")) {
        return Optional.empty();
      }
      bytes.write(Integer.parseInt(digits, 16));
      i += 2;
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes.toByteArray()))
              .toString());
    } catch (CharacterCodingException malformed) {
      return Optional.empty();
    }
  }

  /** Encodes a name or a value, so that nothing in it means anything in an address. */
  static String encoded(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean isPlain = c < 128 && (Character.isLetterOrDigit(c) || "-_.~=".indexOf(c) >= 0);
      encoded.append(isPlain ? "" + c : "%%%02X".formatted((int) c));
    }
    return encoded.toString();
  }

  /** Returns the answer to a question; empty if it was not asked. */
  String asked(String question) {
    return query.getOrDefault(question, "");
  }

  /** Returns a number of 0 or more; 0 if there is none. */
  long number(String question) {
    String text = asked(question);
    return text.matches("[0-9]{1,15}") ? Long.parseLong(text) : 0;
  }
}
