package io.assay.job;

import io.assay.AssayException;
import io.assay.ErrorCode;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One thing that is wrong with a job.
 *
 * @param code what kind of thing, and whose turn it is
 * @param key the key's path in the job file, such as {@code methods[0].kernel-shap.budget}; empty
 *     for the whole file
 * @param where the place in the file, such as {@code line 12}; empty if unknown
 * @param text what was found and what is allowed; a sentence that the key begins
 */
public record Problem(ErrorCode code, String key, String where, String text) {
  /** Returns the problem in one line. */
  @Override
  public String toString() {
    String subject = key.isEmpty() ? "the text" : key;
    return subject + (where.isEmpty() ? " " : " (" + where + ") ") + text;
  }

  /**
   * Returns one exception that lists all problems.
   *
   * @param subject whose problems they are, such as {@code the job file}
   * @param problems at least one; the first one's code is the exception's
   */
  public static AssayException exception(String subject, List<Problem> problems) {
    String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
    return new AssayException(
        problems.get(0).code(),
        "%s has %s:%n%s",
        subject,
        count,
        problems.stream().map(problem -> "  - " + problem).collect(Collectors.joining("\n")));
  }
}
