package io.assay.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.house.Sources.SourceType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class JavadocTest {
  private static final Sources MAIN = Sources.of("src/main");

  @Test
  void everyPublicTypeSaysWhatItIs() {
    List<SourceType> types = MAIN.types().stream().filter(SourceType::isPublic).toList();

    assertThat(types).isNotEmpty();
    assertThat(
            types.stream()
                .filter(type -> !type.isDocumented())
                .map(type -> type.where() + " " + type.name()))
        .isEmpty();
  }

  @Test
  void everyPublicMethodSaysWhatItDoes() {
    assertThat(
            MAIN.methods().stream()
                .filter(method -> method.isPublic() && !method.isOverride())
                .filter(method -> !method.isDocumented())
                .map(method -> method.where() + " " + method.owner().name() + "." + method.name()))
        .isEmpty();
  }

  @Test
  void everyPackageSaysWhatItIsForAndIsNullMarked() {
    assertThat(
            Repository.javaFiles("src/main").stream()
                .map(Path::getParent)
                .distinct()
                .filter(folder -> !isDescribed(folder.resolve("package-info.java")))
                .map(Repository::shown))
        .isEmpty();
  }

  private static boolean isDescribed(Path packageInfo) {
    if (!Files.exists(packageInfo)) {
      return false;
    }
    String text = Repository.text(packageInfo).orElseThrow();
    return text.startsWith("/**") && text.contains("@NullMarked");
  }
}
