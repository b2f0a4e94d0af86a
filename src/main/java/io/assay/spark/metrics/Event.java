package io.assay.spark.metrics;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Something that happened in a run, for programs that read logs: a name and facts about it. It is
 * logged by {@value #LOGGER}, as {@code name key=value key=value} for layouts that know text alone,
 * and with its facts as key-value pairs of their own for those that write JSON.
 */
public final class Event {
  /** Who logs. */
  public static final String LOGGER = "io.assay.events";

  private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

  private final String name;
  private final Map<String, Object> facts = new LinkedHashMap<>();

  private Event(String name) {
    this.name = name;
  }

  /**
   * Begins to tell of something.
   *
   * @param name in kebab-case, such as {@code run-begun}
   */
  public static Event of(String name) {
    return new Event(name);
  }

  /**
   * Adds a fact.
   *
   * @param key in snake_case, such as {@code rows_done}
   * @param value numbers stay numbers in JSON as far as the layout allows
   */
  public Event with(String key, Object value) {
    facts.put(key, value instanceof Double number ? rounded(number) : value);
    return this;
  }

  /** Logs it. */
  public void log(Level level) {
    if (!LOG.isEnabledForLevel(level)) {
      return;
    }
    LoggingEventBuilder line = LOG.atLevel(level).addKeyValue("event", name);
    for (Map.Entry<String, Object> fact : facts.entrySet()) {
      line = line.addKeyValue(fact.getKey(), fact.getValue());
    }
    line.log(text());
  }

  /** Returns the line. */
  String text() {
    StringJoiner text = new StringJoiner(" ");
    text.add(name);
    facts.forEach((key, value) -> text.add(key + "=" + quoted(String.valueOf(value))));
    return text.toString();
  }

  private static String quoted(String value) {
    return value.matches("[^\\s\"=]+")
        ? value
        : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace('\n', ' ') + '"';
  }

  private static Object rounded(double number) {
    return Double.isFinite(number)
        ? Double.valueOf(String.format(Locale.ROOT, "%.4g", number))
        : String.valueOf(number);
  }
}
