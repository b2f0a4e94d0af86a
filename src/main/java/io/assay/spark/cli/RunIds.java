package io.assay.spark.cli;

import io.assay.AssayException;
import io.assay.ErrorCode;

/** Names of runs, which become names of folders. */
final class RunIds {
  private RunIds() {}

  /**
   * Returns an id that may name a folder.
   *
   * @throws AssayException SPEC_INVALID
   */
  static String checked(String id) {
    if (!id.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,199}")) {
      throw new AssayException(
          ErrorCode.SPEC_INVALID,
          "The run id \"%s\" cannot name a folder; use up to 200 letters, digits, dots, dashes and"
              + " underscores, and begin with a letter or a digit",
          id);
    }
    return id;
  }
}
