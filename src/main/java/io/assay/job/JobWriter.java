package io.assay.job;

import io.assay.job.global.GlobalSpec;
import io.assay.job.input.PixelGroups;
import io.assay.job.slices.SliceSpec;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes a job as YAML with every default filled in; {@link JobReader} reads the same job back. */
public final class JobWriter {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_./-]*");
  private static final Set<String> NOT_PLAIN =
      Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n");

  private final StringBuilder text = new StringBuilder();

  private JobWriter() {}

  /** Returns the text of a job file that says all that the job is. */
  public static String yaml(JobSpec spec) {
    JobWriter writer = new JobWriter();
    writer.block(spec, "");
    return writer.text.toString();
  }

  private void block(Record record, String indent) {
    for (SettingInfo info : SettingInfo.of(record.getClass())) {
      Object value = info.valueIn(record);
      text.append(indent).append(info.key()).append(':');
      if (value instanceof Record nested && !(value instanceof TargetSpec)) {
        text.append('\n');
        block(nested, indent + "  ");
      } else if (value instanceof List<?> list && areMethods(list)) {
        text.append('\n');
        list.forEach(each -> method(each, indent + "  "));
      } else {
        text.append(' ').append(flow(value)).append('\n');
      }
    }
  }

  private static boolean areMethods(List<?> list) {
    return list.stream().anyMatch(each -> each instanceof MethodSpec || each instanceof GlobalSpec);
  }

  private void method(Object method, String indent) {
    if (method instanceof GlobalSpec global) {
      method(global.key(), global.options(), indent);
    } else if (method instanceof MethodSpec row) {
      method(row.key(), row.options(), indent);
    }
  }

  private void method(String key, Record options, String indent) {
    text.append(indent).append("- ").append(key).append(':');
    if (SettingInfo.of(options.getClass()).isEmpty()) {
      text.append(" {}\n");
    } else {
      text.append('\n');
      block(options, indent + "    ");
    }
  }

  /** Returns a value on one line. */
  static String flow(Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.map(JobWriter::flow).orElse("null");
    }
    if (value instanceof List<?> list) {
      return list.stream().map(JobWriter::flow).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> quoted((String) entry.getKey()) + ": " + flow(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (value instanceof TargetSpec target) {
      return target(target);
    }
    if (value instanceof PixelGroups groups) {
      return pixels(groups);
    }
    if (value instanceof SliceSpec slice) {
      return slice(slice);
    }
    if (value instanceof Record record) {
      return SettingInfo.of(record.getClass()).stream()
          .map(info -> info.key() + ": " + flow(info.valueIn(record)))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (value instanceof Enum<?> constant) {
      return SettingInfo.enumKey(constant);
    }
    return value instanceof String string ? quoted(string) : value.toString();
  }

  private static String pixels(PixelGroups groups) {
    return switch (groups.kind()) {
      case PIXELS -> "pixels";
      case GRID -> "{grid: " + flow(groups.grid()) + "}";
      case SLIC -> "{slic: " + flow(groups.slic()) + "}";
    };
  }

  private static String slice(SliceSpec slice) {
    return switch (slice.kind()) {
      case PLAIN -> quoted(slice.text());
      case BINS -> "{bins: " + flow(slice.bins()) + "}";
      case CROSS -> "{cross: " + flow(slice.cross()) + "}";
    };
  }

  private static String target(TargetSpec target) {
    return switch (target.kind()) {
      case CLASS -> "{class: " + flow(target.className()) + "}";
      case COLUMN -> "{column: " + flow(target.column()) + "}";
      case PREDICTED, LABEL, ALL -> SettingInfo.enumKey(target.kind());
    };
  }

  /** Returns a text that every YAML reader takes for this text, in quotes if need be. */
  static String quoted(String string) {
    if (PLAIN.matcher(string).matches() && !NOT_PLAIN.contains(string.toLowerCase(Locale.ROOT))) {
      return string;
    }
    StringBuilder quoted = new StringBuilder("\"");
    string
        .chars()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
              } else if (c < ' '
                  || (c >= 0x7f && c < 0xa0)
                  || c == 0x2028
                  || c == 0x2029
                  || c == 0xfeff) {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", c));
              } else {
                quoted.append((char) c);
              }
            });
    return quoted.append('"').toString();
  }
}
