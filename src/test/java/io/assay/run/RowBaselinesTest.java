package io.assay.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.baseline.Baseline;
import io.assay.baseline.Deletion;
import io.assay.baseline.ImageBaselines;
import io.assay.baseline.Inpainting;
import io.assay.baseline.Masking;
import io.assay.fakes.Requests;
import io.assay.job.JobReader;
import io.assay.job.JobSpec;
import io.assay.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowBaselinesTest {
  private static final Tensor IMAGES = Requests.rows(2, 3 * 20 * 40, 5).reshape(2, 3, 20, 40);

  private static JobSpec job(String input, String... settings) {
    String yaml =
        """
        name: j
        input: {path: data, %s}
        model: {path: m.pt}
        methods: [kernel-shap]
        output: {path: out}
        """
            .formatted(input);
    return JobReader.read(yaml, List.of(settings));
  }

  private static JobSpec images(String... settings) {
    return job("image: {column: p, height: 20, width: 40}", settings);
  }

  @Test
  void aBlurIsAsWideAsToldOrATwentiethOfTheShorterSide() {
    assertThat(RowBaselines.of(images("baseline={kind: blur, sigma: 3}").baseline(), IMAGES))
        .contains(ImageBaselines.blur(IMAGES, 3));
    assertThat(RowBaselines.of(images("baseline=blur").baseline(), IMAGES))
        .contains(ImageBaselines.blur(IMAGES, 1));
  }

  @Test
  void everyImageHasItsOwnMeanColour() {
    assertThat(RowBaselines.of(images("baseline=channel-mean").baseline(), IMAGES))
        .contains(ImageBaselines.channelMean(IMAGES));
  }

  @Test
  void otherBaselinesAreSharedByAllRows() {
    assertThat(RowBaselines.of(images("baseline=grey").baseline(), IMAGES)).isEmpty();
    assertThat(RowBaselines.of(images().baseline(), IMAGES)).isEmpty();
  }

  @Test
  void absentFeaturesBecomeWhatTheJobSays() {
    Baseline padding = Baseline.single(Requests.row(4, 4, 4));
    String text = "text: {column: t, vocabulary: v, max-length: 3}";

    assertThat(RowBaselines.masking(job(text), padding)).isSameAs(Masking.REPLACEMENT);
    assertThat(RowBaselines.masking(job(text, "masking=delete"), padding))
        .isInstanceOf(Deletion.class);
    assertThat(RowBaselines.masking(images("masking=inpaint"), padding))
        .isInstanceOf(Inpainting.class);
  }
}
