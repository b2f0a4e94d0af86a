package io.assay.job;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.attribution.Setting;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One key that a user may set, as a record declares it: a key of the job file or an option of a
 * method.
 *
 * @param key the component's name in kebab-case
 * @param type the component's type
 * @param setting what the component's annotation says
 * @param component the component itself
 */
public record SettingInfo(String key, Type type, Setting setting, RecordComponent component) {
  /** Returns the keys of a record, in order. */
  public static List<SettingInfo> of(Class<? extends Record> type) {
    return Arrays.stream(type.getRecordComponents()).map(SettingInfo::of).toList();
  }

  private static SettingInfo of(RecordComponent component) {
    Setting setting = component.getAnnotation(Setting.class);
    if (setting == null) {
      throw new AssayException(
          ErrorCode.INTERNAL,
          "%s.%s bears no @Setting",
          component.getDeclaringRecord().getSimpleName(),
          component.getName());
    }
    return new SettingInfo(
        kebab(component.getName()), component.getGenericType(), setting, component);
  }

  /** Returns whether a user must give it. */
  public boolean isRequired() {
    return setting.standard().isEmpty();
  }

  /** Returns whether it may be absent, which its default then says in words. */
  public boolean isOptional() {
    return component.getType() == Optional.class;
  }

  /** Returns the values allowed, in words; empty if any value of the type is. */
  public String allowed() {
    if (!setting.allowed().isEmpty() || !component.getType().isEnum()) {
      return setting.allowed();
    }
    return enumKeys(component.getType());
  }

  /** Returns its value in a record. */
  public Object valueIn(Record record) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw AssayException.causedBy(e, ErrorCode.INTERNAL, "cannot read %s", key);
    }
  }

  /** Returns the names of an enum's constants in kebab-case, with commas between. */
  static String enumKeys(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(SettingInfo::enumKey)
        .collect(Collectors.joining(", "));
  }

  /** Returns the name of an enum's constant in kebab-case. */
  static String enumKey(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String kebab(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
