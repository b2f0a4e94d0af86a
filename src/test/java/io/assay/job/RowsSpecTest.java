package io.assay.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.assay.job.input.RowsSpec;
import io.assay.job.input.SampleSpec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowsSpecTest {
  private static final String JOB =
      """
      name: sampled
      input: {path: rows.parquet, row-id: id, features: [a]%s}
      model: {path: m.pt}
      output: {path: out}
      """;

  private static JobSpec read(String more, String... overrides) {
    return JobReader.read(JOB.formatted(more), List.of(overrides));
  }

  private static String refusal(String more, String... overrides) {
    return String.valueOf(catchThrowable(() -> read(more, overrides)));
  }

  @Test
  void allRowsAreExplainedUnlessTheJobSaysOtherwise() {
    assertThat(read("").input().rows()).isEqualTo(RowsSpec.all());
    assertThat(read(", rows: all").input().rows()).isEqualTo(RowsSpec.all());
  }

  @Test
  void aSampleIsSoManyRowsOrAsManyAsAPrecisionTakes() {
    RowsSpec fixed = read(", rows: {sample: {rows: 20000}}").input().rows();
    RowsSpec precise = read(", rows: {sample: {precision: 0.02, confidence: 0.9}}").input().rows();

    assertThat(fixed.sample())
        .contains(new SampleSpec(Optional.of(20_000L), Optional.empty(), 0.95));
    assertThat(precise.sample()).contains(new SampleSpec(Optional.empty(), Optional.of(0.02), 0.9));
  }

  @Test
  void overridesReachIntoASampleAlsoWhereTheJobSaysAll() {
    assertThat(read(", rows: all", "input.rows.sample.rows=50").input().rows().sample())
        .contains(new SampleSpec(Optional.of(50L), Optional.empty(), 0.95));
    assertThat(read(", rows: {sample: {rows: 9}}", "input.rows=all").input().rows())
        .isEqualTo(RowsSpec.all());
  }

  @Test
  void theResolvedJobReadsBackAsTheSameSample() {
    for (String rows : List.of("all", "{sample: {rows: 7}}", "{sample: {precision: 0.1}}")) {
      JobSpec spec = read(", rows: " + rows);

      assertThat(JobReader.read(JobWriter.yaml(spec), List.of())).isEqualTo(spec);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rows: 5|input.rows|need all, {sample: {rows: a number}}",
        "rows: {sample: {}}|input.rows.sample|neither rows nor precision",
        "rows: {sample: {rows: 9, precision: 0.1}}|input.rows.sample|both rows and precision",
        "rows: {sample: {rows: 1}}|input.rows.sample.rows|2 to 1000000000000",
        "rows: {sample: {precision: 2}}|input.rows.sample.precision|0.0001 to 1",
        "rows: {sample: {precison: 0.1}}|precison|did you mean precision",
        "since: last-run, rows: {sample: {rows: 9}}|input.rows|cannot be gone on from"
      })
  void whatIsNoSampleIsRefusedByItsKey(String given, String key, String why) {
    assertThat(refusal(", " + given)).contains(key).contains(why);
  }

  @Test
  void aSurrogateImitatesOneOutputAndIsExplainedOnAllRows() {
    String powered = ", rows: {sample: {rows: 9, powered-by: {path: trees.ubj, output: 1}}}";

    assertThat(refusal(powered)).contains("input.rows.sample.powered-by").contains("{class: a");

    JobSpec spec = read(powered, "target={column: 0}").resolvedAgainst("/job");
    JobSpec surrogate = spec.surrogate().orElseThrow();
    assertThat(JobReader.read(JobWriter.yaml(spec), List.of())).isEqualTo(spec);
    assertThat(surrogate.model().path()).isEqualTo("/job/trees.ubj");
    assertThat(surrogate.model().engine()).isEqualTo(ModelSpec.Engine.XGBOOST);
    assertThat(surrogate.target()).isEqualTo(TargetSpec.ofColumn(1));
    assertThat(surrogate.methods()).extracting(MethodSpec::key).containsExactly("tree-shap");
    assertThat(surrogate.input().rows()).isEqualTo(RowsSpec.all());
    assertThat(surrogate.keepsMissing()).isFalse();
    assertThat(surrogate.surrogate()).isEmpty();
    assertThat(JobReader.read(JobWriter.yaml(surrogate), List.of())).isEqualTo(surrogate);
  }

  @Test
  void aSampleNeedsRowIds() {
    String text = JOB.formatted(", rows: {sample: {rows: 9}}").replace("row-id: id, ", "");

    assertThat(catchThrowable(() -> JobReader.read(text, List.of())))
        .hasMessageContaining("input.rows")
        .hasMessageContaining("needs a column that names rows");
  }

  @Test
  void theFirstRoundHasAnInverseSquareOfThePrecisionWithinBounds() {
    assertThat(read(", rows: {sample: {precision: 0.02}}").input().rows().atFirst(1_000_000))
        .isEqualTo(2_500);
    assertThat(read(", rows: {sample: {precision: 0.5}}").input().rows().atFirst(1_000_000))
        .isEqualTo(200);
    assertThat(read(", rows: {sample: {precision: 0.001}}").input().rows().atFirst(1_000_000))
        .isEqualTo(10_000);
    assertThat(read(", rows: {sample: {rows: 20000}}").input().rows().atFirst(300)).isEqualTo(300);
    assertThat(read("").input().rows().atFirst(1_000_000)).isEqualTo(1_000_000);
  }
}
