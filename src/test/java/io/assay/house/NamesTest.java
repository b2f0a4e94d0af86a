package io.assay.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.PrimitiveTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import io.assay.house.Sources.SourceMethod;
import io.assay.house.Sources.SourceType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.lang.model.element.Modifier;
import javax.lang.model.type.TypeKind;
import org.junit.jupiter.api.Test;

class NamesTest {
  private static final Set<String> EMPTY_WORDS =
      Set.of("manager", "helper", "helpers", "util", "utils", "impl", "data");
  private static final Set<String> EMPTY_BEGINNINGS = Set.of("base", "abstract");
  // The value is an attribution; of the other words each means something else to somebody.
  private static final Set<String> OTHER_WORDS_FOR_ATTRIBUTION =
      Set.of("explanation", "explanations", "relevance", "contribution", "contributions");

  private static final Sources MAIN = Sources.of("src/main", "src/bench");
  private static final Sources EVERYWHERE = Sources.of("src/main", "src/test", "src/bench");

  @Test
  void aTypeIsNamedAfterWhatItIs() {
    assertThat(
            EVERYWHERE.types().stream()
                .filter(type -> saysNothing(type.name()))
                .map(type -> type.where() + " " + type.name()))
        .isEmpty();
  }

  @Test
  void aMethodThatGivesSomethingBearsItsNameWithoutGet() {
    assertThat(
            MAIN.methods().stream()
                .filter(method -> words(method.name()).get(0).equals("get"))
                .filter(method -> !method.isOverride())
                .map(NamesTest::shown))
        .isEmpty();
  }

  @Test
  void anAttributionIsCalledAttribution() {
    assertThat(
            MAIN.variables().stream()
                .filter(
                    variable ->
                        words(variable.name()).stream()
                            .anyMatch(OTHER_WORDS_FOR_ATTRIBUTION::contains))
                .map(variable -> variable.where() + " " + variable.name()))
        .isEmpty();
  }

  @Test
  void noCallPassesABareTrueOrFalse() {
    assertThat(
            MAIN.methods().stream()
                .filter(method -> !method.isPrivate() && !method.isOverride())
                .filter(method -> !method.isRecordConstructor())
                .filter(method -> !method.name().equals("require")) // a check of a condition
                .filter(
                    method -> method.tree().getParameters().stream().anyMatch(NamesTest::isFlag))
                .map(NamesTest::shown))
        .as("non-private methods with a boolean parameter")
        .isEmpty();
  }

  @Test
  void aClassIsFinal() {
    assertThat(
            MAIN.types().stream()
                .filter(type -> type.is(Tree.Kind.CLASS) && isOpen(type))
                .map(type -> type.where() + " " + type.name()))
        .isEmpty();
  }

  private static boolean saysNothing(String typeName) {
    List<String> words = words(typeName);
    return EMPTY_BEGINNINGS.contains(words.get(0))
        || EMPTY_WORDS.contains(words.get(words.size() - 1));
  }

  private static boolean isFlag(VariableTree parameter) {
    return parameter.getType() instanceof PrimitiveTypeTree type
        && type.getPrimitiveTypeKind() == TypeKind.BOOLEAN;
  }

  private static boolean isOpen(SourceType type) {
    Set<Modifier> flags = type.tree().getModifiers().getFlags();
    return !flags.contains(Modifier.FINAL) && !flags.contains(Modifier.SEALED);
  }

  private static List<String> words(String name) {
    return Arrays.stream(name.split("(?<=[a-z0-9])(?=[A-Z])|_", -1))
        .map(word -> word.toLowerCase(Locale.ROOT))
        .toList();
  }

  private static String shown(SourceMethod method) {
    return method.where() + " " + method.owner().name() + "." + method.name();
  }
}
