package io.assay.job;

import io.assay.attribution.Setting;
import io.assay.attribution.catalog.MethodCatalog;
import io.assay.attribution.catalog.MethodEntry;
import io.assay.global.catalog.GlobalCatalog;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Prints every key of a job file with its default, unit and meaning, as the records declare it. */
final class JobDefaults {
  private static final int WIDTH = 100;

  private final StringBuilder text = new StringBuilder();

  private JobDefaults() {}

  /** Returns the text of conf/job-defaults.yaml. */
  static String text() {
    JobDefaults defaults = new JobDefaults();
    defaults.comment(
        "",
        "Every key of a job file with its default. Keys without a value are required, or are"
            + " optional if their comment says what applies without them. This file is printed from"
            + " the code: mvn test -Dtest=JobDefaultsTest -Dassay.defaults=write");
    defaults.text.append('\n');
    defaults.keys(JobSpec.class, "");
    return defaults.text.toString();
  }

  private void keys(Class<? extends Record> type, String indent) {
    for (SettingInfo info : SettingInfo.of(type)) {
      describe(info, indent);
      Class<?> raw = info.component().getType();
      text.append(indent).append(info.key()).append(':');
      if (info.key().equals("methods")) {
        methods(indent + "  ");
      } else if (info.key().equals("global")) {
        text.append(" []\n");
        global(indent + "  ");
      } else if (raw.isRecord() && raw != TargetSpec.class) {
        text.append('\n');
        keys(raw.asSubclass(Record.class), indent + "  ");
      } else {
        boolean isEmpty = info.isRequired() || info.isOptional();
        text.append(isEmpty ? "" : " " + info.setting().standard()).append('\n');
        elements(info, indent);
      }
      if (indent.isEmpty()) {
        text.append('\n');
      }
    }
  }

  /** The keys of blocks in a map stand as a comment, for the map is empty by default. */
  private void elements(SettingInfo info, String indent) {
    if (info.component().getType() == Map.class) {
      Type element = ((ParameterizedType) info.type()).getActualTypeArguments()[1];
      if (element instanceof Class<?> record && record.isRecord()) {
        for (SettingInfo key : SettingInfo.of(record.asSubclass(Record.class))) {
          comment(indent + "  ", "NAME." + key.key() + ": " + sentence(key));
        }
      }
    }
    if (info.isOptional()
        && ((ParameterizedType) info.type()).getActualTypeArguments()[0] instanceof Class<?> block
        && block.isRecord()) {
      for (SettingInfo key : SettingInfo.of(block.asSubclass(Record.class))) {
        comment(indent + "  ", key.key() + ": " + sentence(key) + standard(key));
        elements(key, indent + "  ");
      }
    }
  }

  private static String standard(SettingInfo info) {
    boolean isSaid = info.isRequired() || info.isOptional();
    return isSaid ? "" : " Default: " + info.setting().standard() + ".";
  }

  private void methods(String indent) {
    text.append('\n');
    for (MethodEntry<?> entry : MethodCatalog.entries()) {
      comment(indent, entry.info().summary());
      text.append(indent).append("- ").append(entry.info().key()).append(':');
      text.append(SettingInfo.of(entry.optionsType()).isEmpty() ? " {}\n" : "\n");
      keys(entry.optionsType(), indent + "    ");
    }
  }

  /** They stand as a comment, for a job that says nothing asks none. */
  private void global(String indent) {
    GlobalCatalog.entries()
        .forEach(
            entry -> {
              comment(indent, "- " + entry.info().key() + ": " + entry.info().summary());
              for (SettingInfo key : SettingInfo.of(entry.optionsType())) {
                String option = "    " + key.key() + ": " + sentence(key) + standard(key);
                comment(indent, option);
              }
            });
  }

  private void describe(SettingInfo info, String indent) {
    comment(indent, sentence(info));
  }

  private static String sentence(SettingInfo info) {
    Setting setting = info.setting();
    List<String> parts = new ArrayList<>();
    parts.add(info.isRequired() ? "Required. " + setting.meaning() : setting.meaning());
    if (!info.allowed().isEmpty()) {
      parts.add("Allowed: " + info.allowed() + ".");
    }
    if (!setting.unit().isEmpty()) {
      parts.add("Unit: " + setting.unit() + ".");
    }
    if (info.isOptional() && !setting.standard().equals("none")) {
      parts.add("Without it: " + setting.standard() + ".");
    }
    return String.join(" ", parts);
  }

  private void comment(String indent, String words) {
    StringBuilder line = new StringBuilder(indent + "#");
    for (String word : Arrays.asList(words.split(" ", -1))) {
      if (line.length() + 1 + word.length() > WIDTH) {
        text.append(line).append('\n');
        line = new StringBuilder(indent + "#");
      }
      line.append(' ').append(word);
    }
    text.append(line).append('\n');
  }
}
