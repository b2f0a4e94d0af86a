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
 * The channels of a layer, weighted by positive gradients, of which each place counts for as much
 * as the score would need it alone: several objects of a class, and whole objects, show.
 *
 * <pre>
 * a_kij = g_kij^2 / (2 g_kij^2 + g_kij^3 sum over a, b of A_kab)      g = dy / dA
 * w_k = sum over i, j of a_kij ReLU(g_kij)       L_ij = ReLU(sum over k of w_k A_kij)
 * </pre>
 *
 * Source: Chattopadhay, Sarkar, Howlader and Balasubramanian (2018), Grad-CAM++: Generalized
 * Gradient-based Visual Explanations for Deep Convolutional Networks, arXiv 1710.11063, equations
 * 5, 6 and 19, with the exponential of the score as the class score, which gives the powers of g. A
 * denominator gets 1e-6, as the authors' code and pytorch-grad-cam do. The map is brought to the
 * size of the picture, and every pixel gets its height in all its channels; a group gets the mean
 * of its members.
 *
 * <p>Cost of a row: one gradient call, back to the layer only; memory for the layer and one
 * gradient of it a slot.
 *
 * <p>Guarantees: deterministic; a channel without a positive gradient counts nothing. Heights are
 * in no unit of the score and do not add up to it.
 */
public final class GradCamPlusPlus implements AttributionMethod<Layered> {
  /** What the method is. */
  public static final MethodInfo<Layered> INFO =
      new MethodInfo<>(
          "grad-cam-plus-plus",
          "Grad-CAM++",
          "Grad-CAM with weights that let every place where an object shows count, not the mean alone.",
          Layered.class,
          Scale.INNER,
          Completeness.NONE,
          false,
          false,
          "1 gradient",
          "Chattopadhay, Sarkar, Howlader, Balasubramanian (2018), Grad-CAM++, arXiv 1710.11063");

  private static final double NOT_ZERO = 1e-6;

  private final CamRun run;

  /** Creates the method. */
  public GradCamPlusPlus(CamOptions options) {
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
    return run.attribute(model, request, GradCamPlusPlus::map);
  }

  private static double[] map(Channels held, Channels gradients) {
    return held.weighted(channel -> weight(held, gradients, channel));
  }

  private static double weight(Channels held, Channels gradients, int channel) {
    double mass = held.mass(channel);
    double weight = 0;
    for (int cell = 0; cell < held.area(); cell++) {
      double gradient = gradients.at(channel, cell);
      double square = gradient * gradient;
      double share = square / (2 * square + mass * square * gradient + NOT_ZERO);
      weight += share * Math.max(0, gradient);
    }
    return weight;
  }
}
