package io.assay.attribution;

import static io.assay.attribution.TrialModels.WIDE;

import io.assay.baseline.Baseline;
import io.assay.fakes.Requests;
import io.assay.tensor.RowIds;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The requests that laws are tried on. */
final class TrialRequests {
  private TrialRequests() {}

  /** Seven rows of five features, another row as the baseline. */
  static AttributionRequest narrow() {
    return Requests.of(Requests.rows(7, 5, 1), Baseline.single(Requests.rows(1, 5, 2)));
  }

  /** The same rows over a background of three, the last of which counts most. */
  static AttributionRequest background() {
    return Requests.of(
        Requests.rows(7, 5, 1),
        Baseline.background(Requests.rows(3, 5, 2), new double[] {1, 2, 5}));
  }

  /** Seven rows of many features, another row as the baseline. */
  static AttributionRequest wide() {
    return Requests.of(Requests.rows(7, WIDE, 3), Baseline.single(Requests.rows(1, WIDE, 4)));
  }

  /** The rows of a request from last to first. */
  static AttributionRequest reversed(AttributionRequest request) {
    int rows = request.batch().rows();
    int length = request.batch().input().rowLength();
    List<String> ids = new ArrayList<>(request.batch().rowIds().ids());
    Collections.reverse(ids);
    float[] input = new float[rows * length];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(
          request.batch().input().values(), (rows - 1 - row) * length, input, row * length, length);
    }
    TensorBatch batch = new TensorBatch(new RowIds(ids), Tensor.of(input, rows, length));
    return new AttributionRequest(
        batch, request.target(), request.baseline(), request.groups(), request.seed());
  }
}
