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
 * The channels of a layer, each weighted by its mean gradient, summed to a map over the picture.
 *
 * <pre>
 * w_k = 1/Z sum over i, j of dy / dA_kij       L_ij = ReLU(sum over k of w_k A_kij)
 * </pre>
 *
 * Source: Selvaraju, Cogswell, Das, Vedantam, Parikh and Batra (2017), Grad-CAM: Visual
 * Explanations from Deep Networks via Gradient-based Localization, arXiv 1610.02391, equations 1
 * and 2. The map is brought to the size of the picture, and every pixel gets its height in all its
 * channels; a group gets the mean of its members. {@code heights: unit} scales each map to 0..1
 * before and after it is resized, as pytorch-grad-cam does.
 *
 * <p>Cost of a row: one gradient call, back to the layer only; memory for the layer and one
 * gradient of it a slot.
 *
 * <p>Guarantees: deterministic; a map of zeros where the score does not depend on the layer.
 * Heights do not add up to the score.
 */
public final class GradCam implements AttributionMethod<Layered> {
  /** What the method is. */
  public static final MethodInfo<Layered> INFO =
      new MethodInfo<>(
          "grad-cam",
          "Grad-CAM",
          "The channels of a layer, weighted by their mean gradients, as a map over the picture.",
          Layered.class,
          Scale.SCORE,
          Completeness.NONE,
          false,
          false,
          "1 gradient",
          "Selvaraju, Cogswell, Das, Vedantam, Parikh, Batra (2017), Grad-CAM: Visual Explanations"
              + " from Deep Networks via Gradient-based Localization, arXiv 1610.02391");

  private final CamRun run;

  /** Creates the method. */
  public GradCam(CamOptions options) {
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
    return run.attribute(model, request, GradCam::map);
  }

  static double[] map(Channels held, Channels gradients) {
    return held.weighted(
        channel -> {
          double sum = 0;
          for (int cell = 0; cell < held.area(); cell++) {
            sum += gradients.at(channel, cell);
          }
          return sum / held.area();
        });
  }
}
