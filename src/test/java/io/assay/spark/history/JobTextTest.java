package io.assay.spark.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.spark.history.JobText.Change;
import org.junit.jupiter.api.Test;

class JobTextTest {
  private static final String JOB =
      """
      seed: 7
      input:
        path: "file:/a"
        filter: null
      methods:
        - saliency:
            magnitude: absolute
        - gp-shap:
            budget: 1000
      """;

  @Test
  void keysAreNamedWithThoseAboveThem() {
    assertThat(JobText.values(JOB))
        .containsEntry("seed", "7")
        .containsEntry("input.filter", "null")
        .containsEntry("methods.gp-shap.budget", "1000");
  }

  @Test
  void whatDiffersIsNamedWithBothValues() {
    String other = JOB.replace("1000", "500").replace("filter: null", "filter: \"a > 1\"");

    assertThat(JobText.changes(JOB, other))
        .containsExactly(
            new Change("input.filter", "null", "\"a > 1\""),
            new Change("methods.gp-shap.budget", "1000", "500"));
    assertThat(JobText.changes(JOB, JOB)).isEmpty();
  }

  @Test
  void itemsWithTheSameKeyAreNotConfused() {
    String one = "slices:\n  - {bins: a}\n  - {bins: b}\n";

    assertThat(JobText.changes(one, one.replace("bins: a", "bins: c"))).hasSize(1);
    assertThat(JobText.changes(one, one + "  - plain\n"))
        .containsExactly(new Change("slices.plain", "nothing", "given"));
  }
}
