package io.assay.spark.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.AssayException;
import io.assay.job.BaselineSpec;
import io.assay.job.BaselineSpec.Kind;
import io.assay.table.FeatureColumn;
import io.assay.table.ImageColumn;
import io.assay.table.InputLayout;
import io.assay.table.TextColumn;
import io.assay.table.image.ImageForm;
import io.assay.table.text.TextForm;
import io.assay.table.text.Tokens;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FixedBaselineTest {
  private static BaselineSpec spec(Kind kind, List<Double> values, String token) {
    return new BaselineSpec(
        kind,
        values,
        Optional.empty(),
        100,
        BaselineSpec.Selection.RANDOM,
        Optional.empty(),
        0,
        Optional.of(token).filter(each -> !each.isEmpty()));
  }

  private static InputLayout images() {
    ImageForm form =
        new ImageForm(
            1,
            2,
            3,
            ImageForm.Resize.NONE,
            0,
            ImageForm.Crop.NONE,
            1 / 255.0,
            List.of(0.25, 0.5, 0.75),
            List.of(0.5, 1.0, 0.25));
    return InputLayout.of(
        "id",
        List.of(
            FeatureColumn.image("p", FeatureColumn.Kind.IMAGE, new ImageColumn(form, "", 0, 0))));
  }

  private static InputLayout texts(String... words) {
    TextColumn text =
        new TextColumn(
            new TextForm(3, TextForm.TooLong.CUT),
            null,
            List.of(words),
            "",
            "<pad>",
            1,
            Tokens.Unit.TOKEN);
    return InputLayout.of("id", List.of(FeatureColumn.text("t", FeatureColumn.Kind.TEXT, text)));
  }

  @Test
  void greyIsTheMiddleLevelAsThePreprocessingHasIt() {
    // (1/2 - mean) / std
    assertThat(FixedBaseline.values(spec(Kind.GREY, List.of(), ""), images()))
        .containsExactly(0.5f, 0.5f, 0, 0, -1, -1);
  }

  @Test
  void aConstantIsOneValueOrOneAChannel() {
    assertThat(FixedBaseline.values(spec(Kind.CONSTANT, List.of(7.0), ""), images()))
        .containsOnly(7);
    assertThat(FixedBaseline.values(spec(Kind.CONSTANT, List.of(1.0, 2.0, 3.0), ""), images()))
        .containsExactly(1, 1, 2, 2, 3, 3);
  }

  @Test
  void zerosOfATextArePadding() {
    assertThat(FixedBaseline.values(spec(Kind.ZEROS, List.of(), ""), texts("a", "<pad>")))
        .containsExactly(1, 1, 1);
  }

  @Test
  void theMaskTokenIsTheVocabularysOwnOrTheOneNamed() {
    assertThat(FixedBaseline.values(spec(Kind.MASK_TOKEN, List.of(), ""), texts("a", "[MASK]")))
        .containsExactly(1, 1, 1);
    assertThat(
            FixedBaseline.values(spec(Kind.MASK_TOKEN, List.of(), ""), texts("a", "b", "<mask>")))
        .containsOnly(2);
    assertThat(
            FixedBaseline.values(spec(Kind.MASK_TOKEN, List.of(), "a"), texts("b", "<mask>", "a")))
        .containsOnly(2);
  }

  @Test
  void aVocabularyWithoutAMaskTokenIsRefusedWithAWayOut() {
    assertThatThrownBy(
            () -> FixedBaseline.values(spec(Kind.MASK_TOKEN, List.of(), ""), texts("a", "b")))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("has no [MASK] and no <mask>")
        .hasMessageContaining("baseline.token")
        .hasMessageContaining("{kind: constant, values: [id]}");
  }
}
