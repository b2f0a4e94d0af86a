package io.assay.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RepositoryTest {
  private static final List<String> TOP_LEVEL =
      List.of(
          ".ci",
          ".editorconfig",
          ".gitignore",
          ".mvn",
          "LICENSE",
          "README.md",
          "conf",
          "deploy",
          "jobs",
          "pom.xml",
          "src");

  private static final Pattern PATH_OF_ONE_MACHINE =
      Pattern.compile("(?<![\\w.$}*-])/(work|root|home|Users)/\\w");
  private static final Pattern REGISTRY =
      Pattern.compile(
          "repo1?\\.maven|maven\\.org/maven2|artifactory|jfrog|pypi\\.org|pythonhosted"
              + "|npmjs\\.org|docker\\.io|ghcr\\.io|quay\\.io");
  private static final Pattern UNFINISHED = Pattern.compile("\\b(TODO|FIXME|XXX|HACK)\\b");

  @Test
  void theTopLevelIsShortAndFixed() {
    assertThat(Repository.topLevel()).containsExactlyElementsOf(TOP_LEVEL);
  }

  @Test
  void noTextNamesAFolderOfOneMachine() {
    assertThat(found(PATH_OF_ONE_MACHINE)).isEmpty();
  }

  @Test
  void noTextNamesARegistry() {
    assertThat(found(REGISTRY)).isEmpty();
  }

  @Test
  void nothingIsLeftForLater() {
    assertThat(found(UNFINISHED)).isEmpty();
  }

  // A probe may go on after a failed command and say so; no script may use a name never set.
  @Test
  void everyScriptCanBeRunAndIsStrict() {
    List<Path> scripts =
        Repository.files().stream()
            .filter(file -> Repository.text(file).orElse("").startsWith("#!"))
            .toList();

    assertThat(scripts).contains(Repository.ROOT.resolve(".ci/run"));
    assertThat(scripts)
        .allSatisfy(
            script ->
                assertThat(script)
                    .isExecutable()
                    .content()
                    .startsWith("#!/usr/bin/env bash\n")
                    .containsPattern("(?m)^set -(euo pipefail|u)$"));
  }

  /** Searches every text but this one, which holds the patterns, line by line. */
  private static List<String> found(Pattern pattern) {
    List<String> found = new ArrayList<>();
    for (Path file : Repository.files()) {
      if (file.endsWith("RepositoryTest.java")) {
        continue;
      }
      List<String> lines = Repository.text(file).orElse("").lines().toList();
      for (int line = 0; line < lines.size(); line++) {
        if (pattern.matcher(lines.get(line)).find()) {
          found.add(Repository.shown(file) + ":" + (line + 1) + " " + lines.get(line).strip());
        }
      }
    }
    return found;
  }
}
