package io.assay.attribution.layer;

import io.assay.tensor.Tensor;

/**
 * The channels of a layer of maps: what they hold in a row, or a gradient there.
 *
 * @param values of all rows, row-major
 * @param from where those of the row begin
 * @param count of channels
 * @param area cells of a map
 */
record Channels(Tensor values, int from, int count, int area) {
  /** What a cell of a channel adds to a map. */
  interface CellValue {
    double of(int channel, int cell);
  }

  /** How much a channel counts. */
  interface ChannelWeight {
    double of(int channel);
  }

  /**
   * Returns the channels of one of many.
   *
   * @param values [..., channels, height, width]
   * @param number which of them, over the leading axes
   */
  static Channels of(Tensor values, int number) {
    int axes = values.rank();
    int area = values.size(axes - 2) * values.size(axes - 1);
    int count = values.size(axes - 3);
    return new Channels(values, number * count * area, count, area);
  }

  double at(int channel, int cell) {
    return values.at(from + channel * area + cell);
  }

  /** Returns the sum of what a channel holds. */
  double mass(int channel) {
    double sum = 0;
    for (int cell = 0; cell < area; cell++) {
      sum += at(channel, cell);
    }
    return sum;
  }

  /** Returns how far the values of a channel lie apart. */
  double spread(int channel) {
    double least = at(channel, 0);
    double most = least;
    for (int cell = 1; cell < area; cell++) {
      least = Math.min(least, at(channel, cell));
      most = Math.max(most, at(channel, cell));
    }
    return most - least;
  }

  /** Returns the map of a channel. */
  double[] map(int channel) {
    double[] map = new double[area];
    for (int cell = 0; cell < area; cell++) {
      map[cell] = at(channel, cell);
    }
    return map;
  }

  /** Returns the sum of the maps of all channels, each times its weight. */
  double[] weighted(ChannelWeight weight) {
    double[] map = new double[area];
    for (int channel = 0; channel < count; channel++) {
      double factor = weight.of(channel);
      for (int cell = 0; cell < area; cell++) {
        map[cell] += factor * at(channel, cell);
      }
    }
    return map;
  }

  /** Returns a sum over all channels, cell by cell. */
  double[] summed(CellValue value) {
    double[] map = new double[area];
    for (int channel = 0; channel < count; channel++) {
      for (int cell = 0; cell < area; cell++) {
        map[cell] += value.of(channel, cell);
      }
    }
    return map;
  }
}
