package io.assay.attribution.layer;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.GroupFold;
import io.assay.baseline.FeatureGroups;
import io.assay.model.LayerInfo;
import io.assay.model.Layered;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Brings the values of a layer to the columns that they belong to. Every value ends in one column
 * or is shared out between several, so that sums stay what they are.
 *
 * @param choice of the layer
 * @param option what values belong to
 */
record LayerFold(LayerChoice choice, LayerColumns option) {
  static LayerFold of(String key, LayerOptions options) {
    return of(key, options.layer(), options.columns());
  }

  static LayerFold of(String key, String layer, LayerColumns columns) {
    return new LayerFold(new LayerChoice(key, layer), columns);
  }

  /** Returns the names of the columns. */
  List<String> names(FeatureGroups groups, List<LayerInfo> layers) {
    LayerInfo layer = choice.ofAny(layers, groups.features());
    return switch (columns(layer, groups.features())) {
      case CHANNEL -> numbered(layer, List.of(layer.shape().get(channelAxis(layer))));
      case NEURON -> numbered(layer, layer.shape());
      default -> groups.names();
    };
  }

  /**
   * Folds values.
   *
   * @param values [rows, slots, ...] in the layer's shape, row-major
   * @return [rows, slots, columns]
   */
  Tensor values(Layered model, LayerInfo layer, AttributionRequest request, double[] values) {
    int rows = request.batch().rows();
    int slots = request.target().slots();
    FeatureGroups groups = request.groups();
    return switch (columns(layer, groups.features())) {
      case CHANNEL -> channels(layer, values, rows, slots);
      case NEURON -> Tensor.of(values, rows, slots, layer.length());
      default -> {
        double[] features =
            LayerChoice.Kind.of(layer, groups.features()) == LayerChoice.Kind.TOKENS
                ? tokens(layer, values)
                : pixels(model, layer, values, groups.features());
        yield GroupFold.sums(features, rows, slots, groups);
      }
    };
  }

  private LayerColumns columns(LayerInfo layer, int features) {
    boolean isOverInput = LayerChoice.Kind.of(layer, features) != LayerChoice.Kind.OTHER;
    if (option == LayerColumns.INPUT && !isOverInput) {
      throw new AssayException(
          ErrorCode.MODEL_LAYER,
          "%s.columns is input, and layer %s holds %s a row, which do not lie over the %d values of"
              + " the input; need [%d, dim] or [channels, height, width], or columns: channel",
          choice.key(),
          layer.name(),
          layer.shape(),
          features,
          features);
    }
    if (option != LayerColumns.AUTO) {
      return option;
    }
    return isOverInput ? LayerColumns.INPUT : LayerColumns.CHANNEL;
  }

  /** Channels come last of vectors, first of maps. */
  private static int channelAxis(LayerInfo layer) {
    return layer.shape().size() == 2 ? 1 : 0;
  }

  private static Tensor channels(LayerInfo layer, double[] values, int rows, int slots) {
    int axis = channelAxis(layer);
    int count = layer.shape().get(axis);
    int length = layer.length();
    int inner = axis == 0 ? length / count : 1;
    double[] sums = new double[rows * slots * count];
    for (int at = 0; at < values.length; at++) {
      sums[at / length * count + at % length / inner % count] += values[at];
    }
    return Tensor.of(sums, rows, slots, count);
  }

  private static double[] tokens(LayerInfo layer, double[] values) {
    int dim = layer.shape().get(1);
    double[] sums = new double[values.length / dim];
    for (int at = 0; at < values.length; at++) {
      sums[at / dim] += values[at];
    }
    return sums;
  }

  private double[] pixels(Layered model, LayerInfo layer, double[] values, int features) {
    Picture picture = Picture.ofInput(choice.key(), model.signature().inputShape());
    Picture size = Picture.ofLayer(layer.shape());
    int length = layer.length();
    int channels = features / picture.area();
    double[] shares = new double[values.length / length * features];
    for (int scalar = 0; scalar < values.length / length; scalar++) {
      double[] cells = new double[size.area()];
      for (int i = 0; i < length; i++) {
        cells[i % cells.length] += values[scalar * length + i];
      }
      double[] pixels = size.spread(cells, picture);
      for (int feature = 0; feature < features; feature++) {
        shares[scalar * features + feature] = pixels[feature % pixels.length] / channels;
      }
    }
    return shares;
  }

  private static List<String> numbered(LayerInfo layer, List<Integer> shape) {
    int length = shape.stream().reduce(1, Math::multiplyExact);
    return IntStream.range(0, length)
        .mapToObj(position -> layer.name() + index(position, shape).toString().replace(" ", ""))
        .toList();
  }

  private static List<Integer> index(int position, List<Integer> shape) {
    List<Integer> index = new ArrayList<>();
    int left = position;
    for (int axis = shape.size() - 1; axis >= 0; axis--) {
      index.add(0, left % shape.get(axis));
      left /= shape.get(axis);
    }
    return index;
  }
}
