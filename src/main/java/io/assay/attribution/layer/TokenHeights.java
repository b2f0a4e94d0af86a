package io.assay.attribution.layer;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.GroupFold;
import io.assay.model.BlackBox;
import io.assay.tensor.Tensor;
import java.util.function.IntFunction;

/**
 * Brings one value a token to the groups of the input. Tokens are the positions of the input, or
 * the patches of a picture in a square, with or without one token before them.
 */
final class TokenHeights {
  private TokenHeights() {}

  /**
   * Returns the values of all scalars, summed over the tokens of a group.
   *
   * @param key of the method, for messages
   * @param tokens how many there are
   * @param heights of the tokens, by scalar
   * @return [rows, slots, groups]
   */
  static Tensor values(
      String key,
      BlackBox model,
      AttributionRequest request,
      int tokens,
      IntFunction<double[]> heights) {
    int rows = request.batch().rows();
    int slots = request.target().slots();
    int features = request.groups().features();
    double[] values = new double[rows * slots * features];
    for (int scalar = 0; scalar < rows * slots; scalar++) {
      double[] own = heights.apply(scalar);
      double[] spread = tokens == features ? own : pixels(key, model, own, features);
      System.arraycopy(spread, 0, values, scalar * features, features);
    }
    return GroupFold.sums(values, rows, slots, request.groups());
  }

  private static double[] pixels(String key, BlackBox model, double[] tokens, int features) {
    int side = (int) Math.sqrt(tokens.length);
    int before = tokens.length - side * side;
    if (before > 1 || side < 2 || model.signature().inputShape().size() < 2) {
      throw new AssayException(
          ErrorCode.MODEL_SHAPE,
          "%s finds %d tokens for %d values of the input; need as many, or the patches of a picture",
          key,
          tokens.length,
          features);
    }
    Picture picture = Picture.ofInput(key, model.signature().inputShape());
    double[] patches = new double[side * side];
    System.arraycopy(tokens, before, patches, 0, patches.length);
    double[] pixels = new Picture(side, side).spread(patches, picture);
    double[] shares = new double[features];
    for (int feature = 0; feature < features; feature++) {
      shares[feature] = pixels[feature % pixels.length] * pixels.length / features;
    }
    return shares;
  }
}
