package io.assay.attribution.layer;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.GroupFold;
import io.assay.attribution.MethodInfo;
import io.assay.attribution.MethodInfo.Completeness;
import io.assay.attribution.MethodInfo.Scale;
import io.assay.attribution.ModelCalls;
import io.assay.attribution.Setting;
import io.assay.model.BackwardRule;
import io.assay.model.LayerGradient;
import io.assay.model.LayerInfo;
import io.assay.model.RuleBased;
import io.assay.model.ScoredGradient;
import io.assay.tensor.Tensor;
import java.util.List;

/**
 * Guided backpropagation where Grad-CAM looks: fine as the one, of the class as the other.
 *
 * <pre>
 * product:  G_i = guided backpropagation_i * L at the pixel of i       L = the map of Grad-CAM
 * gate:     L_ij = sum over k of ReLU(A_kij) ReLU(dy / dA_kij)
 * </pre>
 *
 * Source of the product: Selvaraju et al. (2017), Grad-CAM, arXiv 1610.02391, section 3.2; a group
 * gets its member of largest magnitude. The gate takes the same two factors at the layer itself,
 * what is active and what would raise the score, and is {@link LayerCam} for layers that hold
 * nothing under zero; it needs no second backward pass, and a group gets the mean of its members.
 * The paper resizes bilinearly; Captum, {@code nearest}.
 *
 * <p>Cost of a row: two gradient calls for the product, one for the gate.
 *
 * <p>Guarantees: deterministic; zero where Grad-CAM is. Values are in no unit of the score and do
 * not add up to it. Guided backpropagation hardly depends on the upper layers: Adebayo et al.
 * (2018), Sanity Checks for Saliency Maps, arXiv 1810.03292.
 */
public final class GuidedGradCam implements AttributionMethod<RuleBased> {
  /** What is gated by what. */
  public enum Form {
    /** Guided backpropagation at the input, times the map of the layer. */
    PRODUCT,
    /** What is positive in the layer, times what is positive in its gradient. */
    GATE
  }

  /**
   * How the picture is made.
   *
   * @param layer the selector of a layer of maps, or {@code auto}
   * @param upsample how the map is brought to the size of the picture
   * @param form what is gated by what
   */
  public record Options(
      @Setting(
              meaning = CamOptions.LAYER,
              standard = LayerChoice.AUTO,
              allowed = LayerChoice.ALLOWED)
          String layer,
      @Setting(
              meaning = CamOptions.UPSAMPLE,
              standard = "bilinear",
              allowed = CamOptions.UPSAMPLE_ALLOWED)
          Upsampling upsample,
      @Setting(
              meaning = "Guided backpropagation times the map, or the layer gated by its gradient.",
              standard = "product",
              allowed = "product, gate")
          Form form) {
    /** Checks the name. */
    public Options {
      LayerChoice.check(layer);
    }

    /** Returns the defaults. */
    public static Options standard() {
      return new Options(LayerChoice.AUTO, Upsampling.BILINEAR, Form.PRODUCT);
    }
  }

  /** What the method is. */
  public static final MethodInfo<RuleBased> INFO =
      new MethodInfo<>(
          "guided-grad-cam",
          "Guided Grad-CAM",
          "Guided backpropagation where Grad-CAM looks.",
          RuleBased.class,
          Scale.INNER,
          Completeness.NONE,
          false,
          false,
          "2 gradients; 1 for the gate",
          "Selvaraju, Cogswell, Das, Vedantam, Parikh, Batra (2017), Grad-CAM, arXiv 1610.02391");

  private final CamRun run;
  private final Form form;

  /** Creates the method. */
  public GuidedGradCam(Options options) {
    this.run =
        CamRun.of(
            INFO.key(), new CamOptions(options.layer(), options.upsample(), Heights.POSITIVE));
    this.form = options.form();
  }

  @Override
  public MethodInfo<RuleBased> info() {
    return INFO;
  }

  @Override
  public CallsPerRow callsPerRow(int groups, int references) {
    return new CallsPerRow(0, form == Form.PRODUCT ? 2 : 1);
  }

  @Override
  public List<String> layers() {
    return run.choice().named();
  }

  @Override
  public Attributions attribute(RuleBased model, AttributionRequest request) {
    return form == Form.GATE
        ? run.attribute(model, request, GuidedGradCam::gate)
        : product(model, request);
  }

  private static double[] gate(Channels held, Channels gradients) {
    return held.summed(
        (channel, cell) ->
            Math.max(0, held.at(channel, cell)) * Math.max(0, gradients.at(channel, cell)));
  }

  private Attributions product(RuleBased model, AttributionRequest request) {
    LayerInfo layer = run.choice().ofMaps(model);
    Tensor input = request.batch().input();
    LayerGradient at = model.layerGradient(layer.name(), input, request.target());
    ScoredGradient guided = model.gradient(input, request.target(), new BackwardRule.Guided());
    HeatMaps maps = run.heatMaps(model, layer);
    int slots = request.target().slots();
    int features = input.rowLength();
    float[] products = new float[guided.gradients().values().length];
    for (int scalar = 0; scalar < input.rows() * slots; scalar++) {
      double[] heights =
          maps.pixels(
              GradCam.map(
                  Channels.of(at.activations(), scalar / slots),
                  Channels.of(at.gradients(), scalar)));
      for (int i = 0; i < features; i++) {
        int position = scalar * features + i;
        products[position] =
            (float) (guided.gradients().at(position) * heights[i % heights.length]);
      }
    }
    Tensor values =
        GroupFold.largest(Tensor.of(products, input.rows(), slots, features), request.groups());
    return CamRun.result(request, values, at.scores(), ModelCalls.same(input.rows(), 0, 2, 0));
  }
}
