package io.assay.run;

import io.assay.baseline.Baseline;
import io.assay.baseline.Deletion;
import io.assay.baseline.ImageBaselines;
import io.assay.baseline.Inpainting;
import io.assay.baseline.Masking;
import io.assay.job.BaselineSpec;
import io.assay.job.JobSpec;
import io.assay.tensor.Tensor;
import java.util.Optional;

/** What a job says "feature absent" means, where that is more than the rows of one baseline. */
final class RowBaselines {
  /** The default sigma of a blur is the shorter side over this. */
  private static final double SIDES_A_SIGMA = 20;

  private RowBaselines() {}

  /**
   * Returns the baselines of rows that have baselines of their own.
   *
   * @param input [rows, ...]
   * @return one row each, [rows, ...]; empty where all rows share the request's baseline
   */
  static Optional<Tensor> of(BaselineSpec baseline, Tensor input) {
    return switch (baseline.kind()) {
      case BLUR -> Optional.of(ImageBaselines.blur(input, sigma(baseline, input)));
      case CHANNEL_MEAN -> Optional.of(ImageBaselines.channelMean(input));
      case ZEROS, CONSTANT, MEAN, MEDIAN, BACKGROUND, GREY, MASK_TOKEN -> Optional.empty();
    };
  }

  private static double sigma(BaselineSpec baseline, Tensor input) {
    return baseline.sigma() > 0
        ? baseline.sigma()
        : Math.min(input.size(2), input.size(3)) / SIDES_A_SIGMA;
  }

  /**
   * Returns what is done to features that are absent.
   *
   * @param baseline of the job; padding at every token where tokens are deleted
   */
  static Masking masking(JobSpec job, Baseline baseline) {
    return switch (job.masking().kind()) {
      case REPLACE, EMBEDDING -> Masking.REPLACEMENT;
      case INPAINT -> new Inpainting();
      case DELETE -> new Deletion((int) baseline.rows().at(0));
    };
  }
}
