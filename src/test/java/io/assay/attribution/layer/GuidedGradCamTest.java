package io.assay.attribution.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.layer.GuidedGradCam.Form;
import io.assay.attribution.layer.GuidedGradCam.Options;
import io.assay.baseline.Baseline;
import io.assay.fakes.LayeredNet;
import io.assay.fakes.Requests;
import io.assay.model.RuleBased;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class GuidedGradCamTest {
  // maps = x, relu, f = 2 relu0 - relu1 + 3 relu2 over a [1, 1, 3] picture at (1, 2, -1)
  private static final RuleBased MODEL =
      LayeredNet.from(1, 1, 3)
          .linear(
              "maps",
              "Conv2d",
              List.of(1, 1, 3),
              new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
              0,
              0,
              0)
          .relu("relu")
          .linear("out", new double[][] {{2, -1, 3}}, 0)
          .build();
  private static final AttributionRequest REQUEST =
      Requests.of(Requests.row(1, 2, -1), Baseline.single(Requests.row(0, 0, 0)));

  @Nested
  class Product extends LayerLaws {
    @Override
    protected AttributionMethod<RuleBased> method() {
      return new GuidedGradCam(Options.standard());
    }

    @Override
    protected Set<Law> laws() {
      return EnumSet.noneOf(Law.class); // a map may be zero on both of two pixels that are alike
    }
  }

  @Nested
  class Gate extends LayerLaws {
    @Override
    protected AttributionMethod<RuleBased> method() {
      return new GuidedGradCam(new Options("auto", Upsampling.BILINEAR, Form.GATE));
    }

    @Override
    protected Set<Law> laws() {
      return EnumSet.of(Law.DUMMY);
    }
  }

  // guided: (2, 0, 0), the second sent back negative, the third is closed; the map of relu is its
  // mean gradient 4/3 times (1, 2, 0)
  @Test
  void theProductIsGuidedBackpropagationTimesTheMap() {
    float[] values =
        new GuidedGradCam(new Options("relu", Upsampling.NEAREST, Form.PRODUCT))
            .attribute(MODEL, REQUEST)
            .values()
            .values();

    assertThat(values).containsExactly((float) (2 * 4 / 3.0), 0, 0);
  }

  // of maps: gradients (2, -1, 0) and values (1, 2, -1)
  @Test
  void theGateKeepsWhatIsActiveAndWouldRaiseTheScore() {
    float[] values =
        new GuidedGradCam(new Options("maps", Upsampling.NEAREST, Form.GATE))
            .attribute(MODEL, REQUEST)
            .values()
            .values();

    assertThat(values).containsExactly(2, 0, 0);
  }
}
