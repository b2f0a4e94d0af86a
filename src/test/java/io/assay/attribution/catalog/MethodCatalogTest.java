package io.assay.attribution.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.MethodInfo;
import io.assay.attribution.Setting;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class MethodCatalogTest {
  @Test
  void keysAreDistinctAndFound() {
    assertThat(MethodCatalog.entries())
        .extracting(entry -> entry.info().key())
        .doesNotHaveDuplicates();
    for (MethodEntry<?> entry : MethodCatalog.entries()) {
      assertThat(MethodCatalog.find(entry.info().key())).contains(entry);
    }
    assertThat(MethodCatalog.find("no-such-method")).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> infoIsComplete() {
    return each(
        entry -> {
          MethodInfo<?> info = entry.info();
          assertThat(info.key()).matches("[a-z]+(-[a-z]+)*");
          assertThat(info.title()).isNotBlank();
          assertThat(info.summary()).endsWith(".").hasSizeBetween(20, 120);
          assertThat(info.cost()).isNotBlank();
          assertThat(info.source()).matches("(?s).*\\(\\d{4}\\).*(arXiv|doi|DOI).*");
        });
  }

  @TestFactory
  Stream<DynamicTest> everyOptionIsDocumented() {
    return each(
        entry -> {
          for (RecordComponent option : entry.optionsType().getRecordComponents()) {
            Setting setting = option.getAnnotation(Setting.class);
            assertThat(setting).as(option.getName()).isNotNull();
            assertThat(setting.meaning()).as(option.getName()).endsWith(".");
            assertThat(setting.standard()).as(option.getName()).isNotBlank();
            assertThat(setting.allowed()).as(option.getName()).isNotBlank();
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> defaultsAreThoseDocumented() {
    return each(
        entry -> {
          Record standard = standard(entry);
          for (RecordComponent option : entry.optionsType().getRecordComponents()) {
            String documented = option.getAnnotation(Setting.class).standard();
            assertThat(value(option, standard))
                .as(option.getName())
                .isEqualTo(parsed(option.getType(), documented));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> theDefaultsMakeTheMethodOfTheEntry() {
    return each(
        entry -> {
          AttributionMethod<?> method = entry.create(standard(entry));
          assertThat(method.info()).isEqualTo(entry.info());
          assertThat(method.callsPerRow(3, 1).forward() + method.callsPerRow(3, 1).gradient())
              .isPositive();
        });
  }

  @TestFactory
  Stream<DynamicTest> numbersOutOfRangeAreRefusedByOptionValueAndRange() {
    return each(
        entry -> {
          for (RecordComponent option : entry.optionsType().getRecordComponents()) {
            for (Object outside : outside(option.getType())) {
              Throwable refusal = catchThrowable(() -> with(entry, option, outside));
              assertThat(refusal)
                  .as("%s of %s", option.getName(), outside)
                  .isInstanceOf(IllegalArgumentException.class)
                  .hasMessageContaining(kebab(option.getName()) + " is ")
                  .hasMessageContaining(outside.toString())
                  .hasMessageContaining("need ");
            }
          }
        });
  }

  private static Stream<DynamicTest> each(Consumer<MethodEntry<?>> law) {
    return MethodCatalog.entries().stream()
        .map(entry -> dynamicTest(entry.info().key(), () -> law.accept(entry)));
  }

  private static Record standard(MethodEntry<?> entry) {
    try {
      return (Record) entry.optionsType().getMethod("standard").invoke(null);
    } catch (ReflectiveOperationException missing) {
      throw new LinkageError(entry.optionsType() + " has no public standard()", missing);
    }
  }

  private static Object value(RecordComponent option, Record options) {
    try {
      return option.getAccessor().invoke(options);
    } catch (ReflectiveOperationException hidden) {
      throw new LinkageError(option + " cannot be read", hidden);
    }
  }

  /** Makes the default options but for one. */
  private static void with(MethodEntry<?> entry, RecordComponent changed, Object to)
      throws Throwable {
    Record standard = standard(entry);
    RecordComponent[] options = entry.optionsType().getRecordComponents();
    Class<?>[] types =
        Arrays.stream(options).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values =
        Arrays.stream(options)
            .map(
                option -> option.getName().equals(changed.getName()) ? to : value(option, standard))
            .toArray();
    try {
      entry.optionsType().getDeclaredConstructor(types).newInstance(values);
    } catch (InvocationTargetException refused) {
      throw refused.getCause();
    }
  }

  private static Object parsed(Class<?> type, String text) {
    if (type == int.class) {
      return Integer.valueOf(text);
    }
    if (type == long.class) {
      return Long.valueOf(text);
    }
    if (type == double.class) {
      return Double.valueOf(text);
    }
    if (type == boolean.class) {
      return Boolean.valueOf(text);
    }
    if (type == String.class) {
      return text;
    }
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .filter(value -> kebab(value.toString()).equals(text))
          .findFirst()
          .orElseThrow(() -> new AssertionError(text + " is no " + type));
    }
    if (type == List.class) {
      return Stream.of(text.substring(1, text.length() - 1).split(", *", -1))
          .filter(number -> !number.isEmpty())
          .map(Integer::valueOf)
          .toList();
    }
    throw new AssertionError("options of type " + type + " are not expected");
  }

  private static List<Object> outside(Class<?> type) {
    if (type == int.class) {
      return List.of(Integer.MIN_VALUE);
    }
    if (type == long.class) {
      return List.of(Long.MIN_VALUE);
    }
    if (type == List.class) {
      return List.of(List.of(-1));
    }
    return type == double.class ? List.of(-1e300, Double.NaN) : List.of();
  }

  private static String kebab(String name) {
    return name.replaceAll("(?<=[a-z])([A-Z])", "-$1").replace('_', '-').toLowerCase(Locale.ROOT);
  }
}
