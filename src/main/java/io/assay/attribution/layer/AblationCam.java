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
import java.util.Arrays;
import java.util.List;

/**
 * The channels of a layer, each weighted by the share of the score that is lost without it, without
 * gradients.
 *
 * <pre>
 * w_k = (y - y without channel k) / |y|          L_ij = ReLU(sum over k of w_k A_kij)
 * </pre>
 *
 * Source: Desai and Ramaswamy (2020), Ablation-CAM: Visual Explanations for Deep Convolutional
 * Network via Gradient-free Localization, doi 10.1109/WACV45572.2020.9093360, equations 2 and 3. A
 * channel is ablated by zeros in the layer, whatever the layer is. The paper divides by the score
 * itself, which turns the map over where a logit is negative; we divide by its size, and by one
 * where it is zero. With {@code channels} below those of the layer, those that hold most are tried
 * and the others count nothing. Maps are resized and grouped as by {@link GradCam}.
 *
 * <p>Cost of a row: two forward passes, and one for each channel tried; all slots share them.
 * Memory for the layer and 16 MB of ablated layers.
 *
 * <p>Guarantees: deterministic; the number of calls is exact; a channel that the score does not
 * read counts nothing. Heights are in the unit of what the layer holds and do not add up to the
 * score.
 */
public final class AblationCam implements AttributionMethod<Layered> {
  /** What the method is. */
  public static final MethodInfo<Layered> INFO =
      new MethodInfo<>(
          "ablation-cam",
          "Ablation-CAM",
          "The channels of a layer, weighted by the share of the score that is lost without each.",
          Layered.class,
          Scale.INNER,
          Completeness.NONE,
          false,
          false,
          "2 forwards + 1 a channel",
          "Desai, Ramaswamy (2020), Ablation-CAM: Visual Explanations for Deep Convolutional Network"
              + " via Gradient-free Localization, doi 10.1109/WACV45572.2020.9093360");

  private final CamRun run;
  private final int most;

  /** Creates the method. */
  public AblationCam(CamOptions.Tried options) {
    this.run = CamRun.of(INFO.key(), options.map());
    this.most = options.channels();
  }

  @Override
  public MethodInfo<Layered> info() {
    return INFO;
  }

  @Override
  public CallsPerRow callsPerRow(int groups, int references) {
    return TriedChannels.calls(most, TriedChannels.MOST);
  }

  @Override
  public CallsPerRow callsPerRow(
      List<Integer> rowShape, List<LayerInfo> layers, int groups, int references) {
    return TriedChannels.calls(most, run.choice().channels(layers));
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
    Tensor whole = model.score(input, request.target());
    TriedChannels channels = TriedChannels.strongest(activations, most, AblationCam::size);
    Tensor scores =
        channels.scores(
            request,
            Math.max(input.rowLength(), layer.length()),
            (trials, target) ->
                model
                    .above(layer.name(), input.select(TriedChannels.Trial.rows(trials)))
                    .score(ablated(activations, trials), target));
    int slots = request.target().slots();
    Tensor values =
        run.heatMaps(model, layer)
            .values(
                request,
                scalar ->
                    channels.weighted(
                        scalar / slots,
                        losses(whole.at(scalar), scores, scalar / slots, scalar % slots)));
    return CamRun.result(
        request, values, whole, ModelCalls.same(input.rows(), 2L + channels.tried(), 0, 0));
  }

  private static double size(Channels held, int channel) {
    double sum = 0;
    for (int cell = 0; cell < held.area(); cell++) {
      sum += Math.abs(held.at(channel, cell));
    }
    return sum;
  }

  private static Tensor ablated(Tensor activations, List<TriedChannels.Trial> trials) {
    Tensor whole = activations.select(TriedChannels.Trial.rows(trials));
    float[] ablated = whole.values().clone();
    for (int trial = 0; trial < trials.size(); trial++) {
      Channels held = Channels.of(whole, trial);
      int from = held.from() + trials.get(trial).channel() * held.area();
      Arrays.fill(ablated, from, from + held.area(), 0);
    }
    return Tensor.of(ablated, whole.shape());
  }

  private static double[] losses(double whole, Tensor scores, int row, int slot) {
    double size = whole == 0 ? 1 : Math.abs(whole);
    int slots = scores.size(2);
    double[] losses = new double[scores.size(1)];
    for (int trial = 0; trial < losses.length; trial++) {
      losses[trial] = (whole - scores.at(row, trial * slots + slot)) / size;
    }
    return losses;
  }
}
