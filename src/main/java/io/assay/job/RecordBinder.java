package io.assay.job;

import io.assay.AssayException;
import io.assay.ErrorCode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fills records from YAML by their components: the key of a component is its name in kebab-case,
 * its default stands in its {@link io.assay.attribution.Setting}. A key without a value counts as
 * left out. What cannot be read becomes a problem, and its default stands in, so that the rest can
 * be judged too.
 */
final class RecordBinder {
  /** How a type is read that has a form of its own. */
  interface Form {
    /** Returns the value, or null after a problem was noted. */
    @Nullable Object read(YamlNode node, String path, RecordBinder binder);
  }

  private static final YamlNode.Block NOTHING = new YamlNode.Block(Map.of(), "");

  private final Problems problems;
  private final Map<Class<?>, Form> forms;

  RecordBinder(Problems problems, Map<Class<?>, Form> forms) {
    this.problems = problems;
    this.forms = forms;
  }

  /** Returns where problems go. */
  Problems problems() {
    return problems;
  }

  /** Returns the record, or null if it refuses its values, which is then a problem. */
  <R extends Record> @Nullable R bind(Class<R> type, YamlNode.Block block, String path) {
    List<SettingInfo> settings = SettingInfo.of(type);
    reportUnknownKeys(block, settings.stream().map(SettingInfo::key).toList(), path);
    Object[] values = new Object[settings.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = component(settings.get(i), block, path);
    }
    return construct(type, values, block, path);
  }

  private void reportUnknownKeys(YamlNode.Block block, List<String> known, String path) {
    for (Map.Entry<String, YamlNode> entry : block.entries().entrySet()) {
      String key = entry.getKey();
      if (!known.contains(key)) {
        String keys = known.isEmpty() ? " (there are none here)" : " (keys here: " + known + ")";
        String text = "is not a key" + Spelling.hint(key, known) + keys;
        problems.add(Problems.join(path, key), entry.getValue().where(), text);
        Spelling.nearest(key, known).ifPresent(near -> problems.spoil(Problems.join(path, near)));
      }
    }
  }

  private Object component(SettingInfo info, YamlNode.Block block, String path) {
    String below = Problems.join(path, info.key());
    YamlNode node = block.entries().get(info.key());
    if (node != null && !YamlNode.isNull(node)) {
      problems.place(below, node.where());
      Object value = value(info.type(), info.allowed(), node, below);
      return value != null ? value : standard(info, below);
    }
    if (info.isRequired() && !problems.isSpoilt(below)) {
      String where = path.isEmpty() ? "" : block.where();
      problems.add(below, where, "is missing: " + info.setting().meaning());
    }
    return standard(info, below);
  }

  private Object standard(SettingInfo info, String path) {
    if (info.isOptional()) {
      return Optional.empty();
    }
    if (info.isRequired()) {
      return placeholder(info.type());
    }
    Problems inside = new Problems();
    RecordBinder binder = new RecordBinder(inside, forms);
    Object value =
        YamlParser.parse(info.setting().standard(), line -> "", inside)
            .map(node -> binder.value(info.type(), info.allowed(), node, path))
            .orElse(null);
    if (value == null || !inside.found().isEmpty()) {
      throw new AssayException(
          ErrorCode.INTERNAL, "the default of %s cannot be read: %s", path, inside.found());
    }
    return value;
  }

  private Object placeholder(Type type) {
    Class<?> plain = raw(type);
    if (plain == String.class) {
      return "";
    }
    if (plain == List.class) {
      return List.of();
    }
    if (plain == Map.class) {
      return Map.of();
    }
    if (plain.isRecord()) {
      Object record = new RecordBinder(new Problems(), forms).bind(recordType(plain), NOTHING, "");
      if (record != null) {
        return record;
      }
    }
    if (plain.isEnum()) {
      return plain.getEnumConstants()[0];
    }
    return Scalars.zero(plain);
  }

  private @Nullable Object value(Type type, String allowed, YamlNode node, String path) {
    Class<?> plain = raw(type);
    if (plain == Optional.class) {
      return Optional.ofNullable(value(argument(type, 0), allowed, node, path));
    }
    if (plain == List.class) {
      return list(argument(type, 0), node, path);
    }
    if (plain == Map.class) {
      return map(argument(type, 1), node, path);
    }
    Form form = forms.get(plain);
    if (form != null) {
      return form.read(node, path, this);
    }
    if (!plain.isRecord()) {
      return Scalars.parse(plain, allowed, node, path, problems);
    }
    if (node instanceof YamlNode.Block block) {
      return bind(recordType(plain), block, path);
    }
    problems.add(path, node.where(), "is " + node.describe() + "; need a block of keys");
    return null;
  }

  private @Nullable Object list(Type element, YamlNode node, String path) {
    if (!(node instanceof YamlNode.Items items)) {
      problems.add(path, node.where(), "is " + node.describe() + "; need a list: [a, b]");
      return null;
    }
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < items.nodes().size(); i++) {
      Object value = value(element, "", items.nodes().get(i), path + "[" + i + "]");
      if (value != null) {
        values.add(value);
      }
    }
    return List.copyOf(values);
  }

  private @Nullable Object map(Type element, YamlNode node, String path) {
    if (!(node instanceof YamlNode.Block block)) {
      problems.add(path, node.where(), "is " + node.describe() + "; need {key: value}");
      return null;
    }
    Map<String, Object> values = new LinkedHashMap<>();
    block
        .entries()
        .forEach(
            (key, child) -> {
              problems.place(Problems.join(path, key), child.where());
              Object value = value(element, "", child, Problems.join(path, key));
              if (value != null) {
                values.put(key, value);
              }
            });
    return Collections.unmodifiableMap(values);
  }

  private <R extends Record> @Nullable R construct(
      Class<R> type, Object[] values, YamlNode.Block block, String path) {
    try {
      Class<?>[] types =
          Arrays.stream(type.getRecordComponents())
              .map(RecordComponent::getType)
              .toArray(Class<?>[]::new);
      Constructor<R> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        if (!problems.isSpoilt(path)) {
          problems.add(path, block.where(), "is refused: " + refused.getMessage());
        }
        return null;
      }
      throw AssayException.causedBy(e, ErrorCode.INTERNAL, "cannot make %s", type.getSimpleName());
    } catch (ReflectiveOperationException e) {
      throw AssayException.causedBy(e, ErrorCode.INTERNAL, "cannot make %s", type.getSimpleName());
    }
  }

  private static Class<?> raw(Type type) {
    return (Class<?>) (type instanceof ParameterizedType generic ? generic.getRawType() : type);
  }

  private static Type argument(Type type, int index) {
    return ((ParameterizedType) type).getActualTypeArguments()[index];
  }

  private static Class<? extends Record> recordType(Class<?> type) {
    return type.asSubclass(Record.class);
  }
}
