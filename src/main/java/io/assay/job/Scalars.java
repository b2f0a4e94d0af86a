package io.assay.job;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns the text of a scalar into a value of a type. */
final class Scalars {
  private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]{1,40}");
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern RANGE = Pattern.compile("(-?[0-9.eE-]+) to (-?[0-9.eE-]+)");

  private Scalars() {}

  /**
   * Returns the value, or null after a problem was noted.
   *
   * @param type a primitive or its box, String, or an enum
   * @param allowed the words of the setting; a text {@code A to B} is a range that is checked
   */
  static @Nullable Object parse(
      Class<?> type, String allowed, YamlNode node, String path, Problems problems) {
    if (!(node instanceof YamlNode.Scalar scalar)) {
      problems.add(path, node.where(), "is " + node.describe() + "; need " + noun(type));
      return null;
    }
    Object value = scalar.isNull() ? null : value(type, scalar);
    if (value == null) {
      problems.add(path, node.where(), complaint(type, scalar));
    } else if (value instanceof Number number && isOutside(allowed, number)) {
      problems.add(path, node.where(), "is " + scalar.describe() + "; need " + allowed);
      return null;
    }
    return value;
  }

  /** Returns what stands in for a missing value of a type until its problem is reported. */
  static Object zero(Class<?> type) {
    return switch (type.getSimpleName()) {
      case "int", "Integer" -> 0;
      case "long", "Long" -> 0L;
      case "double", "Double" -> 0.0;
      case "boolean", "Boolean" -> false;
      default -> "";
    };
  }

  private static @Nullable Object value(Class<?> type, YamlNode.Scalar scalar) {
    if (type == String.class) {
      return scalar.text();
    }
    if (type.isEnum()) {
      return constant(type, scalar.text()).orElse(null);
    }
    if (scalar.style() == YamlNode.Style.QUOTED) {
      return null;
    }
    if (type == boolean.class || type == Boolean.class) {
      return truth(scalar.text());
    }
    return number(type, scalar.text());
  }

  private static @Nullable Boolean truth(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> null;
    };
  }

  private static @Nullable Number number(Class<?> type, String text) {
    if (type == double.class || type == Double.class) {
      double value = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
      return Double.isFinite(value) ? value : null;
    }
    if (!INTEGER.matcher(text).matches()) {
      return null;
    }
    BigInteger exact = new BigInteger(text);
    if (exact.bitLength() >= Long.SIZE) {
      return null;
    }
    long value = exact.longValue();
    if (type == long.class || type == Long.class) {
      return value;
    }
    return value == (int) value ? (int) value : null;
  }

  private static Optional<Object> constant(Class<?> type, String text) {
    return Arrays.stream(type.getEnumConstants())
        .map(Object.class::cast)
        .filter(constant -> SettingInfo.enumKey(constant).equals(text))
        .findFirst();
  }

  private static boolean isOutside(String allowed, Number number) {
    Matcher range = RANGE.matcher(allowed);
    return range.find()
        && (number.doubleValue() < Double.parseDouble(range.group(1))
            || number.doubleValue() > Double.parseDouble(range.group(2)));
  }

  private static String complaint(Class<?> type, YamlNode.Scalar scalar) {
    String found = "is " + scalar.describe() + "; need " + noun(type);
    if (!type.isEnum()) {
      return found;
    }
    return found
        + Spelling.hint(scalar.text(), List.of(SettingInfo.enumKeys(type).split(", ", -1)));
  }

  private static String noun(Class<?> type) {
    if (type.isEnum()) {
      return "one of " + SettingInfo.enumKeys(type);
    }
    return switch (type.getSimpleName()) {
      case "int", "Integer", "long", "Long" -> "a whole number";
      case "double", "Double" -> "a number";
      case "boolean", "Boolean" -> "true or false";
      default -> "a text";
    };
  }
}
