package io.assay.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.attribution.catalog.MethodCatalog;
import io.assay.attribution.perturbation.Occlusion;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Options of a method that are lists. */
final class ListOptionsTest {
  private static final String JOB =
      """
      name: small
      input: {path: data, features: [a]}
      model: {path: model.pt}
      methods:
        - occlusion: {window: WINDOW, stride: [1, 2, 2]}
      output: {path: out}
      """;

  @Test
  void listsOfNumbersAreReadAndWritten() {
    JobSpec read = read("[1, 3, 3]");

    JobSpec again = JobReader.read(JobWriter.yaml(read), List.of(), MethodCatalog.entries());

    assertThat(read.methods())
        .extracting(MethodSpec::options)
        .containsExactly(new Occlusion.Options(List.of(1, 3, 3), List.of(1, 2, 2)));
    assertThat(again).isEqualTo(read);
  }

  @Test
  void anElementThatIsNoNumberIsNamedByItsPlace() {
    assertThatThrownBy(() -> read("[1, wide, 3]"))
        .hasMessageContaining("window[1]")
        .hasMessageContaining("wide")
        .hasMessageContaining("need a whole number");
    assertThatThrownBy(() -> read("3")).hasMessageContaining("need a list: [a, b]");
  }

  @Test
  void aListThatTheMethodRefusesIsAProblemOfTheJob() {
    assertThatThrownBy(() -> read("[3, 3]"))
        .hasMessageContaining("occlusion.stride is [1, 2, 2] for the window [3, 3]");
  }

  private static JobSpec read(String window) {
    return JobReader.read(JOB.replace("WINDOW", window), List.of(), MethodCatalog.entries());
  }
}
