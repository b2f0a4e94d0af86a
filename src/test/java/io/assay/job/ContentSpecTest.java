package io.assay.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.AssayException;
import io.assay.job.input.ImageSpec;
import io.assay.job.input.MaskingSpec;
import io.assay.job.input.PixelGroups;
import io.assay.job.input.TextSpec;
import io.assay.model.ModelSignature;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentSpecTest {
  private static final String JOB =
      """
      name: content
      input: {path: data, row-id: id, %s}
      model: {path: m.pt}
      target: predicted
      methods: [saliency]
      output: {path: out}
      """;

  private static JobSpec job(String input, String... overrides) {
    return JobReader.read(JOB.formatted(input), List.of(overrides));
  }

  private static RunPlan plan(JobSpec spec, String column, ColumnFacts.Kind kind) {
    ModelFacts model =
        new ModelFacts(
            List.of(),
            List.of("a", "b"),
            ModelSignature.Unit.LOGIT,
            List.of("BlackBox", "Differentiable"));
    List<ColumnFacts> columns =
        List.of(
            new ColumnFacts("id", ColumnFacts.Kind.STRING, "string"),
            new ColumnFacts(column, kind, kind.name()));
    return Planner.plan(spec, new JobFacts(10, columns, 0, model, 1));
  }

  @Test
  void anImageHasPixelsOverItsChannelsAndCellsInTheImportance() {
    JobSpec spec =
        job("image: {column: picture, height: 28, width: 56, mean: [0, 0, 0], std: [1, 1, 1]}");

    RunPlan plan = plan(spec, "picture", ColumnFacts.Kind.BINARY);

    assertThat(plan.input().shape()).containsExactly(3, 28, 56);
    assertThat(plan.groups().size()).isEqualTo(28 * 56);
    assertThat(plan.groups().members(57)).containsExactly(57, 28 * 56 + 57, 2 * 28 * 56 + 57);
    assertThat(plan.groups().names().get(57)).isEqualTo("y1x1");
    ColumnFold fold = plan.fold("saliency");
    assertThat(fold.features()).isEqualTo(14 * 14);
    assertThat(fold.names().get(15)).isEqualTo("cell_1_1");
    float[] ones = new float[28 * 56];
    java.util.Arrays.fill(ones, 1);
    assertThat(fold.sums(ones)).containsOnly(8); // 2 x 4 pixels a cell
    assertThat(plan.isWide(plan.methods().get(0))).isFalse();
  }

  @Test
  void aSmallImageIsCountedByPixelAndAGridByCell() {
    JobSpec small = job("image: {column: p, height: 4, width: 5, channels: 1}");
    JobSpec grid = job("image: {column: p, height: 4, width: 5, groups: {grid: [2, 5]}}");

    RunPlan pixels = plan(small, "p", ColumnFacts.Kind.BINARY);
    RunPlan cells = plan(grid, "p", ColumnFacts.Kind.BINARY);

    assertThat(pixels.fold("saliency").names()).hasSize(20).contains("y3x4");
    assertThat(cells.groups().names()).hasSize(10).contains("cell_1_4");
    assertThat(cells.fold("saliency").names()).isEqualTo(cells.groups().names());
    assertThat(cells.isWide(cells.methods().get(0))).isTrue();
    assertThat(pixels.isWide(pixels.methods().get(0))).isFalse();
  }

  @Test
  void segmentsAreThePlayersOfMethodsThatAskForScores() {
    JobSpec spec =
        job(
            "image: {column: p, height: 9, width: 9, groups: {slic: {segments: 6}}}",
            "methods=[exact-shapley]");

    RunPlan plan = plan(spec, "p", ColumnFacts.Kind.BINARY);

    assertThat(plan.input().players()).isEqualTo(6);
    assertThat(plan.takesRowGroups(plan.methods().get(0))).isTrue();
    assertThat(plan.methods().get(0).calls().forward()).isEqualTo(1 + (1 << 6) - 2);
  }

  @Test
  void mapsOfImagesKeepToThePixelsWhereRowsHaveSegments() {
    JobSpec spec =
        job(
            "image: {column: p, height: 9, width: 9, groups: {slic: {segments: 6}}}",
            "methods=[rise, sobol]");

    RunPlan plan = plan(spec, "p", ColumnFacts.Kind.BINARY);

    assertThat(plan.methods())
        .allSatisfy(
            method -> {
              assertThat(plan.isPictured(method)).isTrue();
              assertThat(plan.takesRowGroups(method)).isFalse();
            });
    assertThat(plan.methods().get(1).calls().forward()).isEqualTo(1 + 32 * 66);
  }

  @Test
  void aTextHasPositionsAndItsTokensAreMetOnTheWay() {
    JobSpec spec = job("text: {column: words, vocabulary: v.txt, max-length: 12, groups: word}");

    RunPlan plan = plan(spec, "words", ColumnFacts.Kind.STRING);

    assertThat(plan.input().shape()).containsExactly(12);
    assertThat(plan.fold("saliency").isByToken()).isTrue();
    assertThat(plan.isWide(plan.methods().get(0))).isFalse();
  }

  @Test
  void imagesAndTextsReadBackAsTheyWereWritten() {
    JobSpec image =
        job(
            "format: binary-file, image: {height: 8, width: 8, resize: shorter-side, side: 9,"
                + " crop: centre, std: [1, 2.5, 3], groups: {slic: {segments: 5}}, cells: [2, 2]}");
    JobSpec text = job("text: {ids: words, max-length: 3, too-long: cut, pad: \"0\"}");

    assertThat(JobReader.read(JobWriter.yaml(image), List.of())).isEqualTo(image);
    assertThat(JobReader.read(JobWriter.yaml(text), List.of())).isEqualTo(text);
    ImageSpec read = image.input().image().orElseThrow();
    assertThat(read.column()).contains("content");
    assertThat(read.groups().slic()).contains(new PixelGroups.Slic(5, 10));
    TextSpec ids = text.input().text().orElseThrow();
    assertThat(ids.tooLong()).isEqualTo(TextSpec.TooLong.CUT);
  }

  @Test
  void filesOfTheJobAreFoundBesideIt() {
    JobSpec image = job("image: {path-column: file, height: 8, width: 8}");
    JobSpec text = job("text: {column: t, tokenizer: tok.json, max-length: 3}");

    assertThat(image.resolvedAgainst("/jobs/x").input().image().orElseThrow().root())
        .contains("/jobs/x/.");
    assertThat(text.resolvedAgainst("/jobs/x").input().text().orElseThrow().tokenizer())
        .contains("/jobs/x/tok.json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          features: [a], text: {column: t, vocabulary: v, max-length: 3} | stands beside input.text
          image: {height: 8, width: 8}                         | need either column or path-column
          image: {column: p, height: 8, width: 8, mean: [1]}   | one for each of 3 channels
          image: {column: p, height: 8, width: 8, channels: 2} | need 1 or 3
          image: {column: p, height: 8, width: 8, cells: [9, 1]} | up to [8, 8]
          image: {column: p, height: 8, width: 8, side: 9}     | for resize: shorter-side only
          image: {column: p, height: 8, width: 8, groups: cells} | need pixels, {grid: [rows
          image: {column: p, width: 8}                         | input.image.height
          text: {column: t, max-length: 3}                     | either vocabulary or tokenizer
          text: {ids: t, max-length: 3, groups: word}          | ids have no words
          text: {column: t, vocabulary: v, regex: '(', max-length: 3} | is no regular expression
          """)
  void whatDoesNotGoTogetherIsSaid(String input, String said) {
    assertThatThrownBy(() -> job(input))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining(said);
  }

  @Test
  void tokenIdsHaveNoMean() {
    String text = "text: {column: t, vocabulary: v, max-length: 3}";

    assertThatThrownBy(() -> job(text, "baseline=mean"))
        .hasMessageContaining("token ids have no mean")
        .hasMessageContaining("mask-token");
    assertThat(job(text, "baseline={kind: constant, values: [103]}").baseline().values())
        .containsExactly(103.0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          features: [a] | baseline=blur | is blur, which is for images only; need zeros, constant
          features: [a] | baseline=mask-token | is mask-token, which is for texts only
          features: [a] | masking=inpaint | is inpaint, which is for images only; need replace
          TEXT          | baseline=grey | is grey, which is for images only; need zeros, constant or
          TEXT          | masking=inpaint | for images only; need replace, delete or embedding
          TEXT          | masking=delete baseline=mask-token | need the baseline zeros, which is padding, not mask-token
          IMAGE         | masking=delete | is delete, which is for texts only; need replace or inpaint
          IMAGE         | masking=embedding | is embedding, which is for texts only
          TEXT          | masking={kind: delete, layer: embed} | is for kind embedding only
          IMAGE         | masking=inpaint baseline={kind: background} | takes no background
          IMAGE         | baseline={kind: grey, sigma: 2} | is for kind blur only
          IMAGE         | baseline={kind: blur, sigma: 1001} | 0 to 1000
          IMAGE         | baseline={kind: blur, token: a} | is for kind mask-token only
          IMAGE         | baseline={kind: blur, path: a} | for the kinds mean, median and background
          text: {ids: t, max-length: 3} | baseline=mask-token | no token is known by name
          """)
  void whatAbsenceCannotMeanIsSaid(String input, String settings, String said) {
    String full =
        input
            .replace("TEXT", "text: {column: t, vocabulary: v, max-length: 3}")
            .replace("IMAGE", "image: {column: p, height: 8, width: 8}");

    assertThatThrownBy(() -> job(full, settings.split(" (?=baseline)", -1)))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining(said);
  }

  @Test
  void aMaskingThatNoMethodFollowsIsRefused() {
    String image = "image: {column: p, height: 8, width: 8, groups: {grid: [2, 2]}}";
    JobSpec followed = job(image, "masking=inpaint", "methods=[saliency, exact-shapley]");
    JobSpec ignored = job(image, "masking=inpaint", "methods=[saliency, feature-permutation]");

    assertThat(plan(followed, "p", ColumnFacts.Kind.BINARY).spec().masking())
        .isEqualTo(new MaskingSpec(MaskingSpec.Kind.INPAINT, "auto"));
    assertThatThrownBy(() -> plan(ignored, "p", ColumnFacts.Kind.BINARY))
        .hasMessageContaining("masking.kind is inpaint, which no method of the job follows")
        .hasMessageContaining("kernel-shap");
  }

  @Test
  void aColumnOfAnotherTypeIsRefused() {
    JobSpec spec = job("image: {column: p, height: 8, width: 8}");

    assertThatThrownBy(() -> plan(spec, "p", ColumnFacts.Kind.STRING))
        .hasMessageContaining("input.image.column is p of type STRING; need bytes");
  }
}
