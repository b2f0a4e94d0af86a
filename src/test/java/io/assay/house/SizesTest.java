package io.assay.house;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.assay.house.Sources.SourceMethod;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SizesTest {
  private static final int LINES_A_FILE = 400;
  private static final int LINES_A_METHOD = 40;
  private static final int LINES_A_TEST_METHOD = 60; // its data stand in it, one a line
  private static final int PARAMETERS = 6;
  private static final int FILES_A_PACKAGE = 40;
  private static final String[] EVERYWHERE = {"src/main", "src/test", "src/bench"};

  private static final Sources SOURCES = Sources.of(EVERYWHERE);

  @Test
  void aFileFitsInOneSitting() {
    assertThat(
            javaFiles().stream()
                .filter(file -> Repository.text(file).orElse("").lines().count() > LINES_A_FILE))
        .as("files of more than %d lines", LINES_A_FILE)
        .isEmpty();
  }

  @Test
  void aMethodFitsOnOneScreen() {
    assertThat(
            SOURCES.methods().stream()
                .filter(method -> method.lines() > linesAllowed(method))
                .map(method -> method.where() + " " + method.name() + ": " + method.lines()))
        .as("methods of more than %d lines, %d in tests", LINES_A_METHOD, LINES_A_TEST_METHOD)
        .isEmpty();
  }

  @Test
  void aCallFitsInOneHead() {
    assertThat(
            SOURCES.methods().stream()
                .filter(method -> method.tree().getParameters().size() > PARAMETERS)
                .filter(method -> !method.isRecordConstructor())
                .map(method -> method.where() + " " + method.name()))
        .as("methods of more than %d parameters", PARAMETERS)
        .isEmpty();
  }

  @Test
  void aRoomGetsSubFoldersBeforeItIsFull() {
    Map<Path, Long> files = javaFiles().stream().collect(groupingBy(Path::getParent, counting()));

    assertThat(files).isNotEmpty();
    assertThat(files.entrySet())
        .as("packages of more than %d files", FILES_A_PACKAGE)
        .allMatch(each -> each.getValue() <= FILES_A_PACKAGE);
  }

  private static int linesAllowed(SourceMethod method) {
    return method.where().startsWith("src/test/") ? LINES_A_TEST_METHOD : LINES_A_METHOD;
  }

  private static List<Path> javaFiles() {
    List<Path> files = new ArrayList<>();
    for (String folder : EVERYWHERE) {
      files.addAll(Repository.javaFiles(folder));
    }
    return files;
  }
}
