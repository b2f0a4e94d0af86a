package io.assay.global.surrogate;

import java.util.Locale;

/** Names of files after names that people or data have given. */
final class FileNames {
  private static final int LONGEST = 80;

  private FileNames() {}

  /**
   * Returns a name of letters, digits, points, dashes and underscores; where the given name has
   * others, or is long, its hash stands behind it, so that different names stay different.
   */
  static String of(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9._-]", "_");
    String cut = plain.substring(0, Math.min(LONGEST, plain.length()));
    return cut.equals(name) && !name.isEmpty()
        ? name
        : cut + String.format(Locale.ROOT, "-%08x", name.hashCode());
  }
}
