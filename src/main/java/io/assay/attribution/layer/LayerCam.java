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
 * What a layer holds times its positive gradient, place by place, summed over the channels: fine
 * enough for early layers too.
 *
 * <pre>
 * L_ij = ReLU(sum over k of ReLU(dy / dA_kij) A_kij)
 * </pre>
 *
 * Source: Jiang, Zhang, Hou, Cheng and Wei (2021), LayerCAM: Exploring Hierarchical Class
 * Activation Maps for Localization, doi 10.1109/TIP.2021.3089943, equations 4 to 6. The authors'
 * tanh scaling of early layers is left out. The map is brought to the size of the picture, and
 * every pixel gets its height in all its channels; a group gets the mean of its members.
 *
 * <p>Cost of a row: one gradient call, back to the layer only; memory for the layer and one
 * gradient of it a slot.
 *
 * <p>Guarantees: deterministic; a place whose gradients are not positive gets zero. Heights do not
 * add up to the score.
 */
public final class LayerCam implements AttributionMethod<Layered> {
  /** What the method is. */
  public static final MethodInfo<Layered> INFO =
      new MethodInfo<>(
          "layer-cam",
          "LayerCAM",
          "What a layer holds times its positive gradient, place by place, summed over channels.",
          Layered.class,
          Scale.SCORE,
          Completeness.NONE,
          false,
          false,
          "1 gradient",
          "Jiang, Zhang, Hou, Cheng, Wei (2021), LayerCAM: Exploring Hierarchical Class Activation"
              + " Maps for Localization, doi 10.1109/TIP.2021.3089943");

  private final CamRun run;

  /** Creates the method. */
  public LayerCam(CamOptions options) {
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
    return run.attribute(model, request, LayerCam::map);
  }

  private static double[] map(Channels held, Channels gradients) {
    return held.summed(
        (channel, cell) -> Math.max(0, gradients.at(channel, cell)) * held.at(channel, cell));
  }
}
