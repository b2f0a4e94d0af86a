package io.assay.job;

import io.assay.attribution.Setting;
import java.util.List;
import java.util.Optional;

/** What "feature absent" means. In a job file a bare kind, or a block. */
public record BaselineSpec(
    @Setting(meaning = "The rule.", standard = "zeros") Kind kind,
    @Setting(
            meaning = "For constant: one value for all features, or one a model input.",
            standard = "[]")
        List<Double> values,
    @Setting(
            meaning =
                "For mean, median and background: the reference set, read like the input, relative to the job file.",
            standard = "the input itself")
        Optional<String> path,
    @Setting(
            meaning = "For background: how many rows.",
            standard = "100",
            allowed = "1 to 1000000",
            unit = "rows")
        int rows,
    @Setting(meaning = "For background: how the rows are chosen.", standard = "random")
        Selection select,
    @Setting(
            meaning = "For select stratified: the column whose shares are kept.",
            standard = "the label")
        Optional<String> stratifyBy,
    @Setting(
            meaning =
                "For blur: the standard deviation of the Gaussian; 0 is a twentieth of the shorter side.",
            standard = "0",
            allowed = "0 to 1000",
            unit = "pixels")
        double sigma,
    @Setting(
            meaning = "For mask-token: the token, as the vocabulary or tokenizer has it.",
            standard = "[MASK] or else <mask>")
        Optional<String> token) {

  /** Each is compared with every row of the reference set, again and again. */
  static final int MOST_CLUSTERS = 5000;

  /** Copies the list. */
  public BaselineSpec {
    values = List.copyOf(values);
  }

  /** Returns this baseline with its reference set at another path. */
  BaselineSpec withPath(String other) {
    return new BaselineSpec(
        kind, values, Optional.of(other), rows, select, stratifyBy, sigma, token);
  }

  /** The rule. */
  public enum Kind {
    /** All zeros. */
    ZEROS,
    /** Given values. */
    CONSTANT,
    /** The mean of the reference set. */
    MEAN,
    /** The median of the reference set. */
    MEDIAN,
    /** Rows of the reference set; absence is the mean over them. */
    BACKGROUND,
    /** Of images: each image itself, blurred. */
    BLUR,
    /** Of images: each image's own mean colour. */
    CHANNEL_MEAN,
    /** Of images: the middle of black and white. */
    GREY,
    /** Of texts: the token that stands for a hidden one. */
    MASK_TOKEN;

    /** Returns whether the baseline is made of a reference set. */
    public boolean needsReferences() {
      return this == MEAN || this == MEDIAN || this == BACKGROUND;
    }

    /** Returns whether each row has a baseline of its own, made of itself. */
    public boolean isOfTheRow() {
      return this == BLUR || this == CHANNEL_MEAN;
    }

    /** Returns whether only images have such a baseline. */
    boolean isForImages() {
      return isOfTheRow() || this == GREY;
    }
  }

  /** How background rows are chosen. */
  public enum Selection {
    /** At random, keyed by the seed and the row id. */
    RANDOM,
    /** At random within strata, in proportion. */
    STRATIFIED,
    /** Centres of k-means clusters, weighted by cluster size. */
    K_MEANS
  }
}
