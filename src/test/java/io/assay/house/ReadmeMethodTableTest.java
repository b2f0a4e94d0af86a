package io.assay.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeMethodTableTest {
  private static final String BEGIN = "<!-- methods -->\n";
  private static final String END = "<!-- /methods -->\n";
  private static final Path README = Repository.ROOT.resolve("README.md");

  @Test
  void theReadmeListsTheShelfAsItIs() throws IOException {
    String readme = Files.readString(README);
    int begin = readme.indexOf(BEGIN) + BEGIN.length();
    int end = readme.indexOf(END);
    assertThat(readme).contains(BEGIN, END);
    if (Boolean.getBoolean("assay.update")) {
      readme = readme.substring(0, begin) + MethodTable.markdown() + readme.substring(end);
      Files.writeString(README, readme);
      return;
    }

    assertThat(readme.substring(begin, end))
        .as("README.md is stale: mvn test -Dtest=ReadmeMethodTableTest -Dassay.update=true")
        .isEqualTo(MethodTable.markdown());
  }
}
