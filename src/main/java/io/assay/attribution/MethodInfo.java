package io.assay.attribution;

import io.assay.model.BlackBox;

/**
 * What a method is, for planners, tables and people.
 *
 * @param key the name in a job file, kebab-case, such as {@code integrated-gradients}
 * @param title the name that people use, such as {@code Integrated Gradients}
 * @param summary one sentence
 * @param ability the least that it needs of a model
 * @param scale the unit of its values
 * @param completeness whether its values add up
 * @param usesBaseline whether the baseline matters to it
 * @param isSampled whether it draws at random and so returns standard errors
 * @param cost model calls a row, in words
 * @param source authors, year, title, arXiv or DOI
 */
public record MethodInfo<M extends BlackBox>(
    String key,
    String title,
    String summary,
    Class<M> ability,
    Scale scale,
    Completeness completeness,
    boolean usesBaseline,
    boolean isSampled,
    String cost,
    String source) {

  /**
   * Returns whether rows have a baseline score: that of the baseline, or another that complete
   * values are counted from.
   */
  public boolean hasBaselineScores() {
    return usesBaseline || completeness != Completeness.NONE;
  }

  /** The unit of a method's values. */
  public enum Scale {
    /** The score's own unit. */
    SCORE,
    /** The score's unit per unit of the feature: a gradient. */
    SCORE_PER_FEATURE,
    /** No unit of the score: what a layer holds, a weight of attention. */
    INNER
  }

  /** Whether a row's values sum to its score minus its baseline score. */
  public enum Completeness {
    /** They do, up to rounding. */
    EXACT,
    /** They do, up to a stated error of integration. */
    APPROXIMATE,
    /** They are not meant to. */
    NONE
  }
}
