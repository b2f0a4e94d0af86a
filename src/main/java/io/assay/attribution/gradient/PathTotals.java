package io.assay.attribution.gradient;

import io.assay.attribution.AttributionRequest;
import io.assay.baseline.FeatureGroups;
import io.assay.tensor.Tensor;
import java.util.Arrays;

/** What gradients sampled on paths come to: a weighted mean over references, with its error. */
final class PathTotals {
  private final FeatureGroups groups;
  private final AttributionRequest request;
  private final PathDesign design;
  private final int visits;
  private final int slots;
  private final double[] values; // [rows, slots, groups]
  private final double[] variances;
  private final double[] sample; // [slots, groups], the mean over the visits of a place
  private StratifiedMean ofReference;
  private int visited;
  private int reference;

  PathTotals(AttributionRequest request, PathDesign design, int visits) {
    this.request = request;
    this.groups = request.groups();
    this.design = design;
    this.visits = visits;
    this.slots = request.target().slots();
    this.sample = new double[slots * groups.size()];
    this.values = new double[request.batch().rows() * sample.length];
    this.variances = new double[values.length];
    this.ofReference = new StratifiedMean(design.rounds(), sample.length);
  }

  /**
   * Adds the next points of the walk.
   *
   * @param gradients [points, slots, ...]
   */
  void add(PathWalk.Points points, Tensor gradients) {
    for (int point = 0; point < points.size(); point++) {
      addToSample(points, gradients, point);
      if (++visited == visits) {
        addSample(points.row(point));
      }
    }
  }

  private void addToSample(PathWalk.Points points, Tensor gradients, int point) {
    int features = groups.features();
    for (int slot = 0; slot < slots; slot++) {
      int from = (point * slots + slot) * features;
      for (int feature = 0; feature < features; feature++) {
        sample[slot * groups.size() + groups.groupOf(feature)] +=
            points.distance(point, feature) * gradients.at(from + feature) / visits;
      }
    }
  }

  private void addSample(int row) {
    ofReference.add(sample);
    Arrays.fill(sample, 0);
    visited = 0;
    if (ofReference.isFull()) {
      double weight = request.baseline().weight(reference);
      for (int at = 0; at < sample.length; at++) {
        values[row * sample.length + at] += weight * ofReference.mean(at);
        variances[row * sample.length + at] += weight * weight * ofReference.variance(at);
      }
      ofReference = new StratifiedMean(design.rounds(), sample.length);
      reference = (reference + 1) % design.references();
    }
  }

  /** Returns the values, [rows, slots, groups]. */
  double[] values() {
    return values;
  }

  /** Returns the values' standard errors, [rows, slots, groups]. */
  double[] standardErrors() {
    double[] errors = new double[variances.length];
    for (int at = 0; at < errors.length; at++) {
      errors[at] = Math.sqrt(variances[at]);
    }
    return errors;
  }
}
