package io.assay.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.job.input.RowsSpec;
import io.assay.job.slices.BinsSpec;
import io.assay.job.slices.DifferencesSpec;
import io.assay.job.slices.SearchSpec;
import io.assay.job.slices.SliceSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a job says, its written form says the same. */
final class JobWriterTest {
  private static final String JOB =
      """
      name: small
      input: {path: data, features: [a]}
      model: {path: model.pt}
      methods: [plain, path, counted]
      output: {path: out}
      """;

  static Stream<String> oddTexts() {
    return Stream.of(
        "No",
        "null",
        "~",
        "1",
        "1e3",
        "true",
        "a.b",
        "x: y",
        "- a",
        "#a",
        "a #b",
        "{a}",
        "[a]",
        "a, b",
        "",
        " ",
        "'",
        "\"",
        "\\",
        "\\n",
        "a\nb",
        "\t",
        "\u0000",
        "\u0085",
        "\u2028",
        "\ufeff",
        "é",
        "日本",
        "😀",
        "<script>",
        "%d",
        "&a",
        "*a",
        "!a",
        "@a",
        "`a`",
        "<<",
        "=");
  }

  @ParameterizedTest
  @MethodSource("oddTexts")
  void everyTextSurvives(String text) {
    JobSpec plain = JobReader.read(JOB, List.of(), TestShelf.ENTRIES);
    JobSpec odd =
        new JobSpec(
            "small",
            Long.MIN_VALUE + 1,
            new InputSpec(
                InputSpec.Format.JSON,
                text,
                Map.of(text + "key", text),
                Optional.of(text),
                List.of(text + "f"),
                Optional.empty(),
                List.of(),
                Map.of(text + "f", new EncodingSpec(List.of(text), Map.of())),
                InputSpec.Missing.KEEP,
                Optional.empty(),
                Optional.empty(),
                Optional.of(text),
                List.of(),
                Optional.of(text),
                RowsSpec.all(),
                Optional.empty(),
                InputSpec.Since.LAST_RUN),
            plain.model(),
            plain.target(),
            plain.baseline(),
            plain.masking(),
            Map.of(text + "g", List.of(text + "f")),
            plain.methods(),
            plain.global(),
            List.of(
                SliceSpec.plain(text),
                SliceSpec.ofBins(new BinsSpec(text, 7, List.of(0.25))),
                SliceSpec.ofCross(
                    SliceSpec.plain(text + "x"),
                    SliceSpec.ofBins(new BinsSpec(text + "y", 5, List.of(-1.5, 2e300))))),
            new DifferencesSpec(0.01, 7, List.of(text), Optional.of(new SearchSpec(300, 3, 1))),
            0.6000000000000001,
            plain.importance(),
            plain.execution(),
            plain.output());

    String written = JobWriter.yaml(odd);

    assertThat(JobReader.read(written, List.of(), TestShelf.ENTRIES)).isEqualTo(odd);
  }

  @Test
  void everyDefaultIsWrittenOut() {
    String written = JobWriter.yaml(JobReader.read(JOB, List.of(), TestShelf.ENTRIES));

    assertThat(written)
        .contains("seed: 0\n", "  row-id: null\n", "target: predicted\n", "  kind: zeros\n")
        .contains("  - plain: {}\n  - path:\n      steps: 50\n      rule: midpoint\n")
        .contains(
            "confidence: 0.95\n", "  shards: auto\n", "  shard-rows: null\n", "  layout: auto\n");
  }
}
