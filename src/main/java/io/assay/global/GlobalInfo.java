package io.assay.global;

/**
 * What a global method is, for planners, tables and people.
 *
 * @param key the name in a job file, kebab-case, such as {@code partial-dependence}
 * @param title the name that people use, such as {@code Partial dependence}
 * @param summary one sentence
 * @param labels what labels are to it
 * @param cost model calls in all, in words
 * @param source authors, year, title, arXiv or DOI
 */
public record GlobalInfo(
    String key, String title, String summary, Labels labels, String cost, String source) {

  /** What labels are to a method. */
  public enum Labels {
    /** It does not look at them. */
    UNUSED,
    /** It takes them where the job names them, and does without them elsewhere. */
    TAKEN,
    /** It cannot do without them. */
    NEEDED
  }
}
