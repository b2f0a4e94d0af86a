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
 * What a layer holds times its gradient, place by place, summed over the channels: shows the places
 * that a model with one linear layer above really used, where Grad-CAM may not.
 *
 * <pre>
 * L_ij = sum over k of dy / dA_kij A_kij
 * </pre>
 *
 * Source: Draelos and Carin (2020), Use HiResCAM Instead of Grad-CAM for Faithful Explanations of
 * Convolutional Neural Networks, arXiv 2011.08891, equation 3. By default what is under zero is not
 * shown, as pytorch-grad-cam does; {@code heights: signed} shows all, as the paper has it. The map
 * is brought to the size of the picture, and every pixel gets its height in all its channels; a
 * group gets the mean of its members.
 *
 * <p>Cost of a row: one gradient call, back to the layer only; memory for the layer and one
 * gradient of it a slot.
 *
 * <p>Guarantees: deterministic; where the model above the layer is linear, the signed map before it
 * is resized adds up to the score less the model's intercept.
 */
public final class HiResCam implements AttributionMethod<Layered> {
  /** What the method is. */
  public static final MethodInfo<Layered> INFO =
      new MethodInfo<>(
          "hires-cam",
          "HiResCAM",
          "What a layer holds times its gradient, place by place, summed over the channels.",
          Layered.class,
          Scale.SCORE,
          Completeness.NONE,
          false,
          false,
          "1 gradient",
          "Draelos, Carin (2020), Use HiResCAM Instead of Grad-CAM for Faithful Explanations of"
              + " Convolutional Neural Networks, arXiv 2011.08891");

  private final CamRun run;

  /** Creates the method. */
  public HiResCam(CamOptions options) {
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
    return run.attribute(model, request, HiResCam::map);
  }

  private static double[] map(Channels held, Channels gradients) {
    return held.summed((channel, cell) -> gradients.at(channel, cell) * held.at(channel, cell));
  }
}
