package io.assay.attribution.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.assay.AssayException;
import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.fakes.LayeredNet;
import io.assay.fakes.Requests;
import io.assay.model.Layered;
import io.assay.tensor.Tensor;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Maps that take one gradient call. */
class GradientCamsTest {
  // channels A = x, B = 2x over the pixels of a [1, 2, 2] picture; f = 3 A0 - A1 + 2 B2 - 4 B3,
  // at x = (1, 2, 3, 4): A = (1, 2, 3, 4), B = (2, 4, 6, 8),
  // gradients (3, -1, 0, 0) of A and (0, 0, 2, -4) of B
  private static final Layered MODEL =
      LayeredNet.from(1, 2, 2)
          .linear("maps", "Conv2d", List.of(2, 2, 2), twice(), new double[8])
          .linear("out", new double[][] {{3, -1, 0, 0, 0, 0, 2, -4}}, 0)
          .build();
  private static final AttributionRequest REQUEST =
      Requests.of(Requests.row(1, 2, 3, 4), Baseline.single(Requests.row(0, 0, 0, 0)));
  private static final CamOptions SIGNED = CamOptions.standard().with(Heights.SIGNED);

  @Nested
  class GradCams extends LayerLaws {
    @Override
    protected AttributionMethod<Layered> method() {
      return new GradCam(SIGNED);
    }

    @Override
    protected Set<Law> laws() {
      return EnumSet.of(Law.SYMMETRY, Law.LINEARITY);
    }
  }

  @Nested
  class PlusPlus extends LayerLaws {
    @Override
    protected AttributionMethod<Layered> method() {
      return new GradCamPlusPlus(SIGNED);
    }

    @Override
    protected Set<Law> laws() {
      return EnumSet.of(Law.SYMMETRY);
    }
  }

  @Nested
  class LayerCams extends LayerLaws {
    @Override
    protected AttributionMethod<Layered> method() {
      return new LayerCam(SIGNED);
    }

    @Override
    protected Set<Law> laws() {
      return EnumSet.of(Law.DUMMY, Law.SYMMETRY);
    }
  }

  @Nested
  class XGradCams extends LayerLaws {
    @Override
    protected AttributionMethod<Layered> method() {
      return new XGradCam(SIGNED);
    }

    @Override
    protected Set<Law> laws() {
      return EnumSet.of(Law.SYMMETRY, Law.LINEARITY);
    }
  }

  @Nested
  class HiResCams extends LayerLaws {
    @Override
    protected AttributionMethod<Layered> method() {
      return new HiResCam(SIGNED);
    }

    @Override
    protected Set<Law> laws() {
      return EnumSet.of(Law.DUMMY, Law.SYMMETRY, Law.LINEARITY);
    }
  }

  // weights 1/2 of A and -1/2 of B: 0.5 A - 0.5 B = -x / 2
  @Test
  void gradCamWeightsChannelsByTheirMeanGradients() {
    assertThat(values(new GradCam(SIGNED))).containsExactly(-0.5f, -1, -1.5f, -2);
    assertThat(values(new GradCam(CamOptions.standard()))).containsExactly(0, 0, 0, 0);
  }

  // of A, g = 3 alone is positive: 9 / (2 * 9 + 10 * 27) * 3 = 0.09375;
  // of B, g = 2: 4 / (2 * 4 + 20 * 8) * 2 = 1/21; 0.09375 A + B / 21 = 0.188988 x
  @Test
  void gradCamPlusPlusWeightsPlacesByThePowersOfTheirGradients() {
    float[] values = values(new GradCamPlusPlus(SIGNED));

    for (int pixel = 0; pixel < 4; pixel++) {
      assertThat(values[pixel]).isCloseTo((pixel + 1) * 0.188988f, within(1e-5f));
    }
  }

  // 3 * 1, nothing, 2 * 6, nothing
  @Test
  void layerCamTakesPositiveGradientsPlaceByPlace() {
    assertThat(values(new LayerCam(CamOptions.standard()))).containsExactly(3, 0, 12, 0);
  }

  // weights (3 - 2) / 10 of A and (12 - 32) / 20 of B: 0.1 A - B = -1.9 x
  @Test
  void xGradCamWeightsChannelsByTheirGradientsOverWhatTheyHold() {
    float[] values = values(new XGradCam(SIGNED));

    for (int pixel = 0; pixel < 4; pixel++) {
      assertThat(values[pixel]).isCloseTo((pixel + 1) * -1.9f, within(1e-5f));
    }
  }

  // gradient times value, place by place: adds up to f = 3 - 2 + 12 - 32
  @Test
  void hiResCamIsTheScorePlaceByPlace() {
    assertThat(values(new HiResCam(SIGNED))).containsExactly(3, -2, 12, -32);
    assertThat(values(new HiResCam(CamOptions.standard()))).containsExactly(3, 0, 12, 0);
  }

  @Test
  void unitHeightsLieBetweenNoughtAndOne() {
    float[] values = values(new HiResCam(CamOptions.standard().with(Heights.UNIT)));

    assertThat(values[0]).isCloseTo(0.25f, within(1e-6f));
    assertThat(values).contains(0).satisfies(all -> assertThat(all[2]).isCloseTo(1, within(1e-6f)));
  }

  @Test
  void aGroupGetsTheMeanOfItsPixels() {
    AttributionRequest grouped =
        Requests.with(REQUEST, FeatureGroups.of(List.of("left", "right"), new int[] {0, 1, 0, 1}));

    Tensor values = new HiResCam(SIGNED).attribute(MODEL, grouped).values();

    assertThat(values.values()).containsExactly(7.5f, -17);
  }

  @Test
  void theLastLayerOfMapsIsTakenUnlessOneIsNamed() {
    LayeredNet net = LayeredNet.spatial(4);
    AttributionRequest request =
        Requests.of(
            Requests.rows(2, 16, 3).reshape(2, 1, 4, 4), Baseline.single(Tensor.zeros(1, 1, 4, 4)));

    Tensor chosen = new GradCam(SIGNED).attribute(net, request).values();
    Tensor named =
        new GradCam(CamOptions.of("relu2").with(Heights.SIGNED)).attribute(net, request).values();
    Tensor early =
        new GradCam(CamOptions.of("relu1").with(Heights.SIGNED)).attribute(net, request).values();

    assertThat(chosen).isEqualTo(named).isNotEqualTo(early);
    assertThat(new GradCam(CamOptions.of("relu2")).layers()).containsExactly("relu2");
    assertThat(new GradCam(SIGNED).layers()).isEmpty();
  }

  @Test
  void aLayerWithoutMapsIsRefusedWithThoseThereAre() {
    assertThatThrownBy(() -> values(new GradCam(CamOptions.of("out"))))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("grad-cam.layer is out")
        .hasMessageContaining("maps [2, 2, 2]");
    LayeredNet flat = LayeredNet.dense(4, 3, 1);
    assertThatThrownBy(() -> new GradCam(SIGNED).attribute(flat, REQUEST))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("hidden [3]");
  }

  private static float[] values(AttributionMethod<Layered> method) {
    return method.attribute(MODEL, REQUEST).values().values();
  }

  private static double[][] twice() {
    double[][] matrix = new double[8][4];
    for (int pixel = 0; pixel < 4; pixel++) {
      matrix[pixel][pixel] = 1;
      matrix[4 + pixel][pixel] = 2;
    }
    return matrix;
  }
}
