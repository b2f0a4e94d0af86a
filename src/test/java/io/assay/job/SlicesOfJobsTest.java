package io.assay.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.job.slices.BinsSpec;
import io.assay.job.slices.DifferencesSpec;
import io.assay.job.slices.SearchSpec;
import io.assay.job.slices.SliceSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlicesOfJobsTest {
  private static JobSpec job(String slices, String more) {
    return JobReader.read(
        """
        name: sliced
        input: {path: data, features: [a, b], row-id: id%s}
        model: {path: model.pt}
        slices: %s
        output: {path: out}
        """
            .formatted(more, slices),
        List.of(),
        TestShelf.ENTRIES);
  }

  @Test
  void aSliceIsAColumnAConditionRangesOrTwoOfThese() {
    JobSpec spec =
        job(
            "[site, \"age >= 65\", {bins: {column: age}}, {bins: {column: dose, edges: [1, 2.5]}},"
                + " {cross: [site, {bins: {column: age, count: 3}}]}]",
            "");

    assertThat(spec.slices())
        .containsExactly(
            SliceSpec.plain("site"),
            SliceSpec.plain("age >= 65"),
            SliceSpec.ofBins(new BinsSpec("age", 5, List.of())),
            SliceSpec.ofBins(new BinsSpec("dose", 5, List.of(1.0, 2.5))),
            SliceSpec.ofCross(
                SliceSpec.plain("site"), SliceSpec.ofBins(new BinsSpec("age", 3, List.of()))));
    assertThat(spec.slices())
        .extracting(SliceSpec::name)
        .containsExactly("site", "age >= 65", "age", "dose", "site & age");
    assertThat(spec.differences()).isEqualTo(DifferencesSpec.standard());
  }

  @Test
  void otherFormsAreRefusedAllAtOnce() {
    assertThatThrownBy(
            () ->
                job(
                    "[{bin: {column: age}}, {cross: [site]}, {cross: [a, {cross: [b, c]}]},"
                        + " {bins: {column: age, count: 1}}, {bins: {column: x, edges: [2, 1]}},"
                        + " [site]]",
                    ""))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("slices[0] (line 4) is a block with the keys [bin]; need a column")
        .hasMessageContaining("slices[1].cross (line 4) is no pair")
        .hasMessageContaining("slices[2].cross (line 4) is no pair")
        .hasMessageContaining("slices[3].bins.count (line 4) is 1; need 2 to 100")
        .hasMessageContaining("bins.edges is [2.0, 1.0]; need ascending numbers")
        .hasMessageContaining("slices[5] (line 4) is a list");
  }

  @Test
  void twoOfAnEntryAreRefused() {
    assertThatThrownBy(() -> job("[site, {bins: {column: age}}, site]", ""))
        .hasMessageContaining("slices (line 4) has more than once: site");
  }

  @Test
  void rangesOfTheRowsDoNotGoWithSumsOfEarlierRows() {
    String since = ", since: last-run";

    assertThatThrownBy(() -> job("[{cross: [site, {bins: {column: age}}]}]", since))
        .hasMessageContaining("bins would change with the input; give bins.edges");
    assertThat(job("[{bins: {column: age, edges: [65]}}]", since).slices()).hasSize(1);
  }

  @Test
  void aSearchNeedsSlicesAndSaysItsLimits() {
    String text =
        "name: s\ninput: {path: d, features: [a]}\nmodel: {path: m.pt}\noutput: {path: o}\n";

    assertThatThrownBy(
            () ->
                JobReader.read(
                    text + "differences: {search: {most: 0, depth: 4}}",
                    List.of(),
                    TestShelf.ENTRIES))
        .hasMessageContaining("differences.search.most (line 5) is 0; need 1 to 100")
        .hasMessageContaining("differences.search.depth (line 5) is 4; need 1 to 3");
    assertThatThrownBy(
            () -> JobReader.read(text + "differences: {search: {}}", List.of(), TestShelf.ENTRIES))
        .hasMessageContaining("crosses slices, and there are none");
    JobSpec plain =
        JobReader.read(
            text + "slices: [site]\ndifferences: {search: {}}", List.of(), TestShelf.ENTRIES);
    assertThat(plain.differences().search()).contains(SearchSpec.standard());
    JobSpec without = JobReader.read(text + "slices: [site]", List.of(), TestShelf.ENTRIES);
    assertThat(plain.asksAs(without)).isFalse(); // rows of the search are among the sums
  }

  @Test
  void columnsOfRangesMustBeNumbersOfTheInput() {
    JobSpec spec = job("[{bins: {column: site}}, {bins: {column: agee}}, {cross: [sitt, a]}]", "");
    List<ColumnFacts> columns =
        List.of(
            new ColumnFacts("id", ColumnFacts.Kind.STRING, "STRING"),
            new ColumnFacts("a", ColumnFacts.Kind.NUMERIC, "DOUBLE"),
            new ColumnFacts("b", ColumnFacts.Kind.NUMERIC, "DOUBLE"),
            new ColumnFacts("age", ColumnFacts.Kind.NUMERIC, "INT"),
            new ColumnFacts("site", ColumnFacts.Kind.STRING, "STRING"));
    JobFacts facts = new JobFacts(10, columns, 0, ModelFacts.unknown(), 1);

    List<Problem> problems = JobCheck.problems(spec, facts, TestShelf.ENTRIES);

    assertThat(problems)
        .filteredOn(problem -> problem.key().equals("slices"))
        .allMatch(problem -> problem.code() == ErrorCode.COLUMN_INVALID)
        .extracting(Problem::text)
        .satisfiesExactly(
            text -> assertThat(text).contains("bins of site of type STRING; need numbers"),
            text -> assertThat(text).contains("names agee").contains("age"),
            text -> assertThat(text).contains("names sitt").contains("site"));
  }

  @Test
  void whatAJobSaysOfSlicesIsWrittenInFull() {
    String written = JobWriter.yaml(job("[{cross: [site, {bins: {column: age}}]}]", ""));

    assertThat(written)
        .contains("slices: [{cross: [site, {bins: {column: age, count: 5, edges: []}}]}]\n");
    assertThat(Map.of("read", JobReader.read(written, List.of(), TestShelf.ENTRIES)))
        .containsEntry("read", job("[{cross: [site, {bins: {column: age}}]}]", ""));
  }
}
