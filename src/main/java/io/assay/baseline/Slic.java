package io.assay.baseline;

import java.util.Arrays;

/** The clustering of {@link Superpixels#slic}, in float64 and in a fixed order. */
final class Slic {
  private final int height;
  private final int width;
  private final double[][] colours; // [channels, pixels]
  private final int rows;
  private final int columns;
  private final double spacing;
  private final double placeWeight;
  private final double[][] centres; // [clusters, channels + 2]: colour, y, x
  private final int[] labels;
  private final double[] distances;

  Slic(int height, int width, double[][] colours, int segments, double compactness) {
    this.height = height;
    this.width = width;
    this.colours = colours;
    double ideal = Math.sqrt((double) height * width / segments);
    this.rows = Math.max(1, Math.min(height, (int) Math.rint(height / ideal)));
    this.columns = Math.max(1, Math.min(width, (int) Math.rint((double) segments / rows)));
    this.spacing = Math.sqrt((double) height * width / ((double) rows * columns));
    this.placeWeight = compactness * compactness / (spacing * spacing);
    this.centres = new double[rows * columns][colours.length + 2];
    this.labels = new int[height * width];
    this.distances = new double[height * width];
  }

  /** Returns the piece of each pixel, numbered by first pixels in raster order. */
  int[] labels(int iterations) {
    placeCentres();
    for (int round = 0; round < iterations; round++) {
      assign();
      moveCentres();
    }
    return new Pieces(height, width, labels).connected(spacing * spacing / 4);
  }

  private void placeCentres() {
    for (int cluster = 0; cluster < centres.length; cluster++) {
      int row = cluster / columns;
      int column = cluster % columns;
      double y = (row + 0.5) * height / rows - 0.5;
      double x = (column + 0.5) * width / columns - 0.5;
      int middle = ((int) y) * width + (int) x;
      int pixel = spacing >= 3 ? calmest((int) y, (int) x) : middle;
      for (int channel = 0; channel < colours.length; channel++) {
        centres[cluster][channel] = colours[channel][pixel];
      }
      centres[cluster][colours.length] = pixel == middle ? y : Math.floorDiv(pixel, width);
      centres[cluster][colours.length + 1] = pixel == middle ? x : pixel % width;
    }
  }

  /** The pixel of the smallest gradient among the nine around a place, off edges and noise. */
  private int calmest(int y, int x) {
    int best = y * width + x;
    double least = gradient(y, x);
    for (int row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
      for (int column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
        double found = gradient(row, column);
        if (found < least) {
          least = found;
          best = row * width + column;
        }
      }
    }
    return best;
  }

  private double gradient(int y, int x) {
    int above = Math.max(0, y - 1) * width + x;
    int below = Math.min(height - 1, y + 1) * width + x;
    int left = y * width + Math.max(0, x - 1);
    int right = y * width + Math.min(width - 1, x + 1);
    double sum = 0;
    for (double[] plane : colours) {
      double down = plane[below] - plane[above];
      double across = plane[right] - plane[left];
      sum += down * down + across * across;
    }
    return sum;
  }

  /** Gives each pixel the nearest centre among those that are within twice the spacing. */
  private void assign() {
    Arrays.fill(distances, Double.POSITIVE_INFINITY);
    for (int cluster = 0; cluster < centres.length; cluster++) {
      double centreY = centres[cluster][colours.length];
      double centreX = centres[cluster][colours.length + 1];
      int reachY = (int) Math.ceil(Math.max(spacing, (double) height / rows));
      int reachX = (int) Math.ceil(Math.max(spacing, (double) width / columns));
      int top = Math.max(0, (int) centreY - reachY);
      int bottom = Math.min(height - 1, (int) centreY + reachY);
      int left = Math.max(0, (int) centreX - reachX);
      int right = Math.min(width - 1, (int) centreX + reachX);
      for (int y = top; y <= bottom; y++) {
        for (int x = left; x <= right; x++) {
          claim(y * width + x, cluster, square(y - centreY) + square(x - centreX));
        }
      }
    }
  }

  private void claim(int pixel, int cluster, double placeSquared) {
    double distance = placeWeight * placeSquared;
    for (int channel = 0; channel < colours.length; channel++) {
      distance += square(colours[channel][pixel] - centres[cluster][channel]);
    }
    if (distance < distances[pixel]) {
      distances[pixel] = distance;
      labels[pixel] = cluster;
    }
  }

  private void moveCentres() {
    double[][] sums = new double[centres.length][colours.length + 2];
    int[] members = new int[centres.length];
    for (int pixel = 0; pixel < labels.length; pixel++) {
      double[] sum = sums[labels[pixel]];
      for (int channel = 0; channel < colours.length; channel++) {
        sum[channel] += colours[channel][pixel];
      }
      sum[colours.length] += Math.floorDiv(pixel, width);
      sum[colours.length + 1] += pixel % width;
      members[labels[pixel]]++;
    }
    for (int cluster = 0; cluster < centres.length; cluster++) {
      for (int part = 0; members[cluster] > 0 && part < sums[cluster].length; part++) {
        centres[cluster][part] = sums[cluster][part] / members[cluster];
      }
    }
  }

  private static double square(double value) {
    return value * value;
  }
}
