package io.assay.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeMethodTableTest {
  private static final Path README = Repository.ROOT.resolve("README.md");

  @Test
  void theReadmeListsTheShelfAsItIs() throws IOException {
    check("methods", MethodTable.markdown());
  }

  @Test
  void theReadmeListsTheGlobalMethodsAsTheyAre() throws IOException {
    check("global-methods", MethodTable.globalMarkdown());
  }

  private static void check(String name, String table) throws IOException {
    String from = "<!-- " + name + " -->\n";
    String to = "<!-- /" + name + " -->\n";
    String readme = Files.readString(README);
    assertThat(readme).contains(from, to);
    int begin = readme.indexOf(from) + from.length();
    int end = readme.indexOf(to);
    if (Boolean.getBoolean("assay.update")) {
      Files.writeString(README, readme.substring(0, begin) + table + readme.substring(end));
      return;
    }

    assertThat(readme.substring(begin, end))
        .as("README.md is stale: mvn test -Dtest=ReadmeMethodTableTest -Dassay.update=true")
        .isEqualTo(table);
  }
}
