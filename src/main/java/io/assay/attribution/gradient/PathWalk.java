package io.assay.attribution.gradient;

import io.assay.attribution.AttributionRequest;
import io.assay.model.Target;
import io.assay.tensor.Rng;
import io.assay.tensor.Tensor;
import java.util.random.RandomGenerator;

/**
 * Walks the sampled places of a batch in order: rows, their references, the places on the path, and
 * at each place the noisy copies of the row. What is drawn belongs to seed, method and row, and is
 * always drawn in this order.
 */
final class PathWalk {
  private final AttributionRequest request;
  private final PathDesign design;
  private final SampledPaths paths;
  private final Noise noise;
  private final long size;
  private final double[] offsets; // of the noisy copy of the row, [features]
  private RandomGenerator random;
  private double[] deviations = new double[0];
  private double[] places = new double[0];
  private long at;

  PathWalk(AttributionRequest request, PathDesign design, SampledPaths paths) {
    this.request = request;
    this.design = design;
    this.paths = paths;
    this.noise = new Noise(request, paths.noise(), paths.unit());
    this.size = (long) request.batch().rows() * design.places() * paths.visits();
    this.offsets = new double[request.groups().features()];
    this.random = Rng.of(request.seed(), paths.key(), ""); // until the first row
  }

  /** Points of the walk, in order. */
  static final class Points {
    private final int[] rows;
    private final Tensor coordinates;
    private final double[] distances;

    private Points(int[] rows, Tensor coordinates, double[] distances) {
      this.rows = rows;
      this.coordinates = coordinates;
      this.distances = distances;
    }

    int size() {
      return rows.length;
    }

    /** Returns the row that a point belongs to. */
    int row(int point) {
      return rows[point];
    }

    /** Returns a target for every point, that of its row. */
    Target target(Target ofRows) {
      return ofRows.select(rows);
    }

    /** Returns where the gradients are taken, [points, ...]. */
    Tensor coordinates() {
      return coordinates;
    }

    /** Returns how far it is from a point's reference to the copy of its row in a feature. */
    double distance(int point, int feature) {
      return distances[point * coordinates.rowLength() + feature];
    }
  }

  boolean isDone() {
    return at == size;
  }

  /** Returns the next points, {@code most} unless fewer are left. */
  Points next(int most) {
    int count = (int) Math.min(most, size - at);
    int length = offsets.length;
    int[] rows = new int[count];
    float[] coordinates = new float[count * length];
    double[] distances = new double[count * length];
    for (int point = 0; point < count; point++) {
      long ofRow = at % ((long) design.places() * paths.visits());
      rows[point] = (int) (at / ((long) design.places() * paths.visits()));
      if (ofRow == 0) {
        startRow(rows[point]);
      }
      int place = (int) (ofRow / paths.visits());
      addDistances(rows[point], place, ofRow % paths.visits() == 0, distances, point * length);
      addCoordinates(place, distances, coordinates, point * length);
      at++;
    }
    int[] shape = request.batch().input().shape();
    shape[0] = count;
    return new Points(rows, Tensor.of(coordinates, shape), distances);
  }

  private void startRow(int row) {
    random = Rng.of(request.seed(), paths.key(), request.batch().rowIds().id(row));
    places = design.draw(random);
    deviations = noise.deviations(row);
  }

  private void addDistances(int row, int place, boolean isFirst, double[] into, int offset) {
    Tensor input = request.batch().input();
    Tensor references = request.baseline().rows();
    int start = place / design.rounds() * offsets.length;
    for (int feature = 0; feature < offsets.length; feature++) {
      if (paths.visits() == 2) {
        offsets[feature] =
            isFirst ? deviations[feature] * random.nextGaussian() : -offsets[feature];
      }
      into[offset + feature] =
          input.at(row * offsets.length + feature)
              + offsets[feature]
              - references.at(start + feature);
    }
  }

  private void addCoordinates(int place, double[] distances, float[] into, int offset) {
    Tensor references = request.baseline().rows();
    int start = place / design.rounds() * offsets.length;
    for (int feature = 0; feature < offsets.length; feature++) {
      into[offset + feature] =
          (float) (references.at(start + feature) + places[place] * distances[offset + feature]);
    }
  }
}
