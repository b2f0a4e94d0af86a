package io.assay.attribution.gradient;

import io.assay.attribution.Setting;

/**
 * How much noise is added to a row, and how often: the options of SmoothGrad and its kin.
 *
 * @param samples noisy copies of a row, even, 4 to 100000; the error falls with 1/sqrt(samples)
 * @param noise its standard deviation, 0 to 1e9, in its unit; with none it is that of one row
 * @param noiseUnit what the standard deviation is a share of
 */
public record NoiseOptions(
    @Setting(
            meaning = "Noisy copies of a row; they come in antithetic pairs.",
            standard = "50",
            allowed = SAMPLES_ALLOWED,
            unit = "gradients")
        int samples,
    @Setting(meaning = Noise.SHARE, standard = "0.15", allowed = Noise.SHARE_ALLOWED) double noise,
    @Setting(meaning = Noise.UNIT, standard = "spread", allowed = Noise.UNIT_ALLOWED)
        NoiseUnit noiseUnit) {
  private static final String SAMPLES_ALLOWED = "an even number, 4 to 100000";

  /** Checks the ranges. */
  public NoiseOptions {
    if (samples < 4 || samples > 100_000 || samples % 2 != 0) {
      throw new IllegalArgumentException("samples is " + samples + "; need " + SAMPLES_ALLOWED);
    }
    Noise.check(noise);
  }

  /** Returns the defaults. */
  public static NoiseOptions standard() {
    return new NoiseOptions(50, 0.15, NoiseUnit.SPREAD);
  }
}
