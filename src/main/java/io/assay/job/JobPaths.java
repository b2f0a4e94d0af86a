package io.assay.job;

import java.util.regex.Pattern;

/** Paths of a job file, on any Hadoop file system. */
final class JobPaths {
  private static final Pattern ABSOLUTE = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*:|/).*");

  private JobPaths() {}

  /** Returns a path that does not depend on where a program was started. */
  static String resolve(String folder, String path) {
    return ABSOLUTE.matcher(path).matches() ? path : folder + "/" + path;
  }
}
