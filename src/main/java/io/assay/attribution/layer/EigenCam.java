package io.assay.attribution.layer;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.MethodInfo;
import io.assay.attribution.MethodInfo.Completeness;
import io.assay.attribution.MethodInfo.Scale;
import io.assay.attribution.ModelCalls;
import io.assay.model.LayerInfo;
import io.assay.model.Layered;
import io.assay.tensor.Tensor;
import java.util.List;

/**
 * The first principal component of what a layer holds, over the channels: where the layer differs
 * most from its mean, whatever the score.
 *
 * <pre>
 * A - mean of A over the cells = U S V^T, A being [cells, channels]       L = (A - mean) v_1
 * </pre>
 *
 * Source: Muhammad and Yeasin (2020), Eigen-CAM: Class Activation Map using Principal Components,
 * arXiv 2008.00299, section III. Channels are centred, as pytorch-grad-cam does and the paper does
 * not. The sign of a singular vector is free; here it is the one that goes with the mean over the
 * channels. The vector comes from the eigenvectors of the smaller Gram matrix, in float64. Maps are
 * resized and grouped as by {@link GradCam}.
 *
 * <p>Cost of a row: two forward passes; memory for the layer. The decomposition takes of the order
 * of m^3 operations, m being the smaller of cells and channels.
 *
 * <p>Guarantees: deterministic; the same map for every output. Heights are in no unit of the score
 * and do not add up to it.
 */
public final class EigenCam implements AttributionMethod<Layered> {
  /** What the method is. */
  public static final MethodInfo<Layered> INFO =
      new MethodInfo<>(
          "eigen-cam",
          "Eigen-CAM",
          "The first principal component of what a layer holds, whatever the score.",
          Layered.class,
          Scale.INNER,
          Completeness.NONE,
          false,
          false,
          "2 forwards",
          "Muhammad, Yeasin (2020), Eigen-CAM: Class Activation Map using Principal Components,"
              + " arXiv 2008.00299");

  private final CamRun run;

  /** Creates the method. */
  public EigenCam(CamOptions options) {
    this.run = CamRun.of(INFO.key(), options);
  }

  @Override
  public MethodInfo<Layered> info() {
    return INFO;
  }

  @Override
  public CallsPerRow callsPerRow(int groups, int references) {
    return new CallsPerRow(2, 0);
  }

  @Override
  public List<String> layers() {
    return run.choice().named();
  }

  @Override
  public Attributions attribute(Layered model, AttributionRequest request) {
    LayerInfo layer = run.choice().ofMaps(model);
    Tensor input = request.batch().input();
    Tensor activations = model.activation(layer.name(), input);
    int slots = request.target().slots();
    Tensor values =
        run.heatMaps(model, layer)
            .values(request, scalar -> map(Channels.of(activations, scalar / slots)));
    return CamRun.result(
        request,
        values,
        model.score(input, request.target()),
        ModelCalls.same(input.rows(), 2, 0, 0));
  }

  /** Returns the projection of every cell. */
  private static double[] map(Channels held) {
    double[][] centred = new double[held.area()][held.count()];
    for (int channel = 0; channel < held.count(); channel++) {
      double mean = held.mass(channel) / held.area();
      for (int cell = 0; cell < held.area(); cell++) {
        centred[cell][channel] = held.at(channel, cell) - mean;
      }
    }
    return signed(PrincipalComponent.projection(centred), held.weighted(channel -> 1));
  }

  private static double[] signed(double[] projection, double[] sums) {
    double agreement = 0;
    for (int cell = 0; cell < sums.length; cell++) {
      agreement += projection[cell] * sums[cell];
    }
    double sign = agreement < 0 ? -1 : 1;
    double[] signed = new double[projection.length];
    for (int cell = 0; cell < signed.length; cell++) {
      signed[cell] = sign * projection[cell];
    }
    return signed;
  }
}
