package io.assay.attribution.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.assay.AssayException;
import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.MethodLaws;
import io.assay.attribution.TrialModels;
import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.fakes.AttentiveNet;
import io.assay.fakes.CountingModel;
import io.assay.fakes.LayeredNet;
import io.assay.fakes.Requests;
import io.assay.model.AttentionGradient;
import io.assay.model.Attentive;
import io.assay.tensor.Tensor;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AttentionMethodsTest {
  private static final int TOKENS = 3;
  private static final AttentiveNet MODEL = AttentiveNet.ofIds(TOKENS, 4);
  private static final AttributionRequest REQUEST =
      Requests.of(Requests.row(1, 5, 2), Baseline.single(Requests.row(0, 0, 0)));
  private static final Tensor INPUT = REQUEST.batch().input();

  /** Attention promises none of the laws of features: every token is looked at. */
  private abstract static class AttentionLaws extends MethodLaws<Attentive> {
    @Override
    protected TrialModels<Attentive> models() {
      return new Trials();
    }

    @Override
    protected Set<Law> laws() {
      return EnumSet.of(Law.BACKGROUND);
    }
  }

  private record Trials() implements TrialModels<Attentive> {
    @Override
    public Attentive narrow() {
      return AttentiveNet.ofNumbers(5, 1);
    }

    @Override
    public Attentive wide() {
      return AttentiveNet.ofNumbers(WIDE, 2);
    }

    @Override
    public Attentive kinked() {
      return AttentiveNet.ofNumbers(5, 3);
    }

    @Override
    public Sum<Attentive> sum() {
      throw new UnsupportedOperationException("attention is not linear in the model");
    }

    @Override
    public Attentive counted(CountingModel model) {
      return model;
    }
  }

  @Nested
  class Maps extends AttentionLaws {
    @Override
    protected AttributionMethod<Attentive> method() {
      return new AttentionMaps(AttentionMaps.Options.standard());
    }
  }

  @Nested
  class Rollout extends AttentionLaws {
    @Override
    protected AttributionMethod<Attentive> method() {
      return new AttentionRollout(AttentionRollout.Options.standard());
    }
  }

  @Nested
  class GradientTimesAttention extends AttentionLaws {
    @Override
    protected AttributionMethod<Attentive> method() {
      return new GradientXAttention(GradientXAttention.Options.standard());
    }
  }

  @Test
  void mapsAreRowsOfTheAttention() {
    Tensor first = MODEL.attention(INPUT).get(0);

    float[] one = values(new AttentionMaps(new AttentionMaps.Options("0", "1", "2")));
    float[] all = values(new AttentionMaps(new AttentionMaps.Options("0", "mean", "mean")));

    for (int key = 0; key < TOKENS; key++) {
      assertThat(one[key]).isEqualTo(first.at((TOKENS + 2) * TOKENS + key));
      float sum = 0;
      for (int query = 0; query < 2 * TOKENS; query++) {
        sum += first.at(query * TOKENS + key);
      }
      assertThat(all[key]).isCloseTo(sum / 6, within(1e-6f));
    }
  }

  // R = (A2 + I) / 2 (A1 + I) / 2
  @Test
  void rolloutFollowsAttentionThroughTheLayers() {
    double[][] first = mean(MODEL.attention(INPUT).get(0));
    double[][] second = mean(MODEL.attention(INPUT).get(1));

    float[] values = values(new AttentionRollout(new AttentionRollout.Options("0")));

    for (int key = 0; key < TOKENS; key++) {
      double sum = (first[0][key] + second[0][key] + (key == 0 ? 1 : 0)) / 4;
      for (int middle = 0; middle < TOKENS; middle++) {
        sum += second[0][middle] * first[middle][key] / 4;
      }
      assertThat(values[key]).isCloseTo((float) sum, within(1e-6f));
    }
    assertThat(values[0] + values[1] + values[2]).isCloseTo(1, within(1e-6f));
  }

  // R - I = E1 + E2 + E2 E1, E the mean over the heads of the positive part
  @Test
  void gradientTimesAttentionAddsWhatIsPositiveLayerByLayer() {
    AttentionGradient at = MODEL.attentionGradient(INPUT, REQUEST.target());
    double[][] first = positive(at, 0);
    double[][] second = positive(at, 1);

    float[] values = values(new GradientXAttention(new GradientXAttention.Options("last")));

    for (int key = 0; key < TOKENS; key++) {
      double sum = first[2][key] + second[2][key];
      for (int middle = 0; middle < TOKENS; middle++) {
        sum += second[2][middle] * first[middle][key];
      }
      assertThat(values[key]).isCloseTo((float) sum, within(1e-6f));
    }
  }

  @Test
  void aGroupOfTokensGetsTheirSum() {
    AttributionRequest grouped =
        Requests.with(REQUEST, FeatureGroups.of(List.of("a", "b"), new int[] {0, 1, 0}));
    AttentionRollout rollout = new AttentionRollout(AttentionRollout.Options.standard());

    Tensor tokens = rollout.attribute(MODEL, REQUEST).values();
    Tensor groups = rollout.attribute(MODEL, grouped).values();

    assertThat(groups.at(0)).isCloseTo(tokens.at(0) + tokens.at(2), within(1e-6f));
    assertThat(groups.at(1)).isEqualTo(tokens.at(1));
  }

  @Test
  void whatTheModelDoesNotHaveIsRefused() {
    assertThatThrownBy(() -> values(new AttentionMaps(new AttentionMaps.Options("2", "0", "0"))))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("attention-maps.attention is 2, and the model has 2");
    assertThatThrownBy(() -> new AttentionMaps.Options("first", "0", "0"))
        .hasMessageContaining("attention-maps.attention is first; need mean, last, or a number");
  }

  // patches (a, b; c, d) of a 4 x 4 picture of two channels, after a token that stands for all
  @Test
  void patchesOfAPictureAreSpreadOverTheirPixels() {
    AttributionRequest picture =
        Requests.of(Tensor.zeros(1, 2, 4, 4), Baseline.single(Tensor.zeros(1, 2, 4, 4)));

    Tensor values =
        TokenHeights.values(
            "attention-maps",
            LayeredNet.from(2, 4, 4).linear("out", new double[1][32], 0).build(),
            picture,
            5,
            scalar -> new double[] {9, 8, 16, 24, 32});

    assertThat(values.at(0)).isEqualTo(1);
    assertThat(values.at(3)).isEqualTo(2);
    assertThat(values.at(16 + 15)).isEqualTo(4);
  }

  private static float[] values(AttributionMethod<Attentive> method) {
    return method.attribute(MODEL, REQUEST).values().values();
  }

  private static double[][] mean(Tensor weights) {
    double[][] mean = new double[TOKENS][TOKENS];
    for (int at = 0; at < 2 * TOKENS * TOKENS; at++) {
      mean[at / TOKENS % TOKENS][at % TOKENS] += weights.at(at) / 2;
    }
    return mean;
  }

  private static double[][] positive(AttentionGradient at, int attention) {
    double[][] positive = new double[TOKENS][TOKENS];
    for (int i = 0; i < 2 * TOKENS * TOKENS; i++) {
      double product =
          at.weights().get(attention).at(i) * (double) at.gradients().get(attention).at(i);
      positive[i / TOKENS % TOKENS][i % TOKENS] += Math.max(0, product) / 2;
    }
    return positive;
  }
}
