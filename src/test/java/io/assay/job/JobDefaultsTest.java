package io.assay.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.attribution.catalog.MethodCatalog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** conf/job-defaults.yaml says what the code does. */
final class JobDefaultsTest {
  private static final Path FILE = Path.of("conf", "job-defaults.yaml");
  private static final String[] REQUIRED = {
    "name=x", "input.path=x", "input.features=[a]", "model.path=x", "output.path=x"
  };

  @Test
  void theFileIsWhatTheCodePrints() throws Exception {
    String printed = JobDefaults.text();
    if ("write".equals(System.getProperty("assay.defaults"))) {
      Files.writeString(FILE, printed);
    }

    assertThat(FILE)
        .as("print it anew: mvn test -Dtest=JobDefaultsTest -Dassay.defaults=write")
        .hasContent(printed);
  }

  @Test
  void theFileReadsAsTheJobThatSaysNothing() throws Exception {
    List<String> methods =
        MethodCatalog.entries().stream().map(entry -> entry.info().key()).toList();
    List<String> silent = new ArrayList<>(List.of(REQUIRED));
    silent.add("methods=" + methods);

    JobSpec spec = JobReader.read(Files.readString(FILE), List.of(REQUIRED));

    assertThat(spec).isEqualTo(JobReader.read("", silent));
  }

  @Test
  void everySettingSaysWhatItDoes() {
    MethodCatalog.entries()
        .forEach(
            entry ->
                assertThat(SettingInfo.of(entry.optionsType()))
                    .as(entry.info().key())
                    .allSatisfy(
                        info -> assertThat(info.setting().meaning()).isNotBlank().endsWith(".")));
  }
}
