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
 * The channels of a layer, each weighted by the score of the row seen through it, without
 * gradients.
 *
 * <pre>
 * H_k = (U_k - min U_k) / (max U_k - min U_k)            U_k = A_k, brought to the picture's size
 * w = softmax over k of f(x * H_k)          L_ij = ReLU(sum over k of w_k A_kij)
 * </pre>
 *
 * Source: Wang, Wang, Du, Yang, Zhang, Ding, Mardziel and Hu (2020), Score-CAM: Score-Weighted
 * Visual Explanations for Convolutional Neural Networks, arXiv 1910.01279, equations 5 to 8. The
 * paper takes the score's increase over that of a baseline picture, which no softmax can see. Masks
 * are resized as the map is; pytorch-grad-cam resizes masks corner to corner, which is {@code
 * bilinear-corners}. With {@code channels} below those of the layer, those whose values lie
 * furthest apart are tried and the others count nothing. Maps are resized and grouped as by {@link
 * GradCam}.
 *
 * <p>Cost of a row: two forward passes, and one for each channel tried; all slots share them.
 * Memory for the layer and 16 MB of masked rows.
 *
 * <p>Guarantees: deterministic; the number of calls is exact. Heights are in the unit of what the
 * layer holds and do not add up to the score.
 */
public final class ScoreCam implements AttributionMethod<Layered> {
  /** What the method is. */
  public static final MethodInfo<Layered> INFO =
      new MethodInfo<>(
          "score-cam",
          "Score-CAM",
          "The channels of a layer, weighted by the score of the row seen through each.",
          Layered.class,
          Scale.INNER,
          Completeness.NONE,
          false,
          false,
          "2 forwards + 1 a channel",
          "Wang, Wang, Du, Yang, Zhang, Ding, Mardziel, Hu (2020), Score-CAM: Score-Weighted Visual"
              + " Explanations, arXiv 1910.01279");

  private static final double NOT_ZERO = 1e-8;

  private final CamRun run;
  private final Upsampling masks;
  private final int most;

  /** Creates the method. */
  public ScoreCam(CamOptions.Tried options) {
    this(options, options.upsample());
  }

  /** Creates the method with masks that are resized in another way than the map. */
  ScoreCam(CamOptions.Tried options, Upsampling masks) {
    this.run = CamRun.of(INFO.key(), options.map());
    this.masks = masks;
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
    int slots = request.target().slots();
    HeatMaps maps = run.heatMaps(model, layer);
    TriedChannels channels =
        TriedChannels.strongest(model.activation(layer.name(), input), most, Channels::spread);
    Tensor scores =
        channels.scores(
            request,
            input.rowLength(),
            (trials, target) -> model.score(masked(input, channels, trials, maps), target));
    Tensor values =
        maps.values(
            request,
            scalar -> {
              int row = scalar / slots;
              return channels.weighted(row, softmax(scores, row, scalar % slots));
            });
    return CamRun.result(
        request,
        values,
        model.score(input, request.target()),
        ModelCalls.same(input.rows(), 2L + channels.tried(), 0, 0));
  }

  private Tensor masked(
      Tensor input, TriedChannels channels, List<TriedChannels.Trial> trials, HeatMaps maps) {
    Tensor rows = input.select(TriedChannels.Trial.rows(trials));
    float[] masked = new float[rows.values().length];
    int length = input.rowLength();
    for (int trial = 0; trial < trials.size(); trial++) {
      Channels held = Channels.of(channels.activations(), trials.get(trial).row());
      double[] mask = mask(held.map(trials.get(trial).channel()), maps);
      for (int i = 0; i < length; i++) {
        masked[trial * length + i] = (float) (rows.at(trial, i) * mask[i % mask.length]);
      }
    }
    return Tensor.of(masked, rows.shape());
  }

  private double[] mask(double[] map, HeatMaps maps) {
    double[] mask = masks.resize(map, maps.from(), maps.to());
    double least = Arrays.stream(mask).min().orElse(0);
    double most = Arrays.stream(mask).max().orElse(0);
    for (int pixel = 0; pixel < mask.length; pixel++) {
      mask[pixel] = (mask[pixel] - least) / (most - least + NOT_ZERO);
    }
    return mask;
  }

  private static double[] softmax(Tensor scores, int row, int slot) {
    int tried = scores.size(1);
    int slots = scores.size(2);
    double most = Double.NEGATIVE_INFINITY;
    for (int trial = 0; trial < tried; trial++) {
      most = Math.max(most, scores.at(row, trial * slots + slot));
    }
    double sum = 0;
    double[] weights = new double[tried];
    for (int trial = 0; trial < tried; trial++) {
      weights[trial] = Math.exp(scores.at(row, trial * slots + slot) - most);
      sum += weights[trial];
    }
    for (int trial = 0; trial < tried; trial++) {
      weights[trial] /= sum;
    }
    return weights;
  }
}
