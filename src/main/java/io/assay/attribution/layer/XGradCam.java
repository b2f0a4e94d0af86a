package io.assay.attribution.layer;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.MethodInfo;
import io.assay.attribution.MethodInfo.Completeness;
import io.assay.attribution.MethodInfo.Scale;
import io.assay.model.Layered;
import java.util.List;

/**
 * The channels of a layer, each weighted by the mean of its gradient over what it holds, summed to
 * a map over the picture.
 *
 * <pre>
 * w_k = sum over i, j of A_kij / (sum over a, b of A_kab) dy / dA_kij
 * L_ij = ReLU(sum over k of w_k A_kij)
 * </pre>
 *
 * Source: Fu, Hu, Dong, Guo, Gao and Li (2020), Axiom-based Grad-CAM: Towards Accurate
 * Visualization and Explanation of CNNs, arXiv 2008.02312, equations 7 and 8. A denominator gets
 * 1e-7, as pytorch-grad-cam does, so that a channel of zeros counts nothing. The map is brought to
 * the size of the picture, and every pixel gets its height in all its channels; a group gets the
 * mean of its members.
 *
 * <p>Cost of a row: one gradient call, back to the layer only; memory for the layer and one
 * gradient of it a slot.
 *
 * <p>Guarantees: deterministic. The signed map adds up, cell by cell, to the layer's gradient times
 * what it holds; heights do not add up to the score.
 */
public final class XGradCam implements AttributionMethod<Layered> {
  /** What the method is. */
  public static final MethodInfo<Layered> INFO =
      new MethodInfo<>(
          "xgrad-cam",
          "XGrad-CAM",
          "Grad-CAM whose weights are means of the gradient over what each channel holds.",
          Layered.class,
          Scale.SCORE,
          Completeness.NONE,
          false,
          false,
          "1 gradient",
          "Fu, Hu, Dong, Guo, Gao, Li (2020), Axiom-based Grad-CAM, arXiv 2008.02312");

  private static final double NOT_ZERO = 1e-7;

  private final CamRun run;

  /** Creates the method. */
  public XGradCam(CamOptions options) {
    this.run = CamRun.of(INFO.key(), options);
  }

  @Override
  public MethodInfo<Layered> info() {
    return INFO;
  }

  @Override
  public CallsPerRow callsPerRow(int groups, int references) {
    return new CallsPerRow(0, 1);
  }

  @Override
  public List<String> layers() {
    return run.choice().named();
  }

  @Override
  public Attributions attribute(Layered model, AttributionRequest request) {
    return run.attribute(model, request, XGradCam::map);
  }

  private static double[] map(Channels held, Channels gradients) {
    return held.weighted(
        channel -> {
          double sum = 0;
          for (int cell = 0; cell < held.area(); cell++) {
            sum += gradients.at(channel, cell) * held.at(channel, cell);
          }
          return sum / (held.mass(channel) + NOT_ZERO);
        });
  }
}
