package io.assay.spark.export;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names of features, methods and runs as names of files, tags and metrics: letters, digits, dots,
 * dashes, underscores and single spaces. A name that has anything else, or too much of it, is cut
 * and gets a digest of the whole name at its end, so that different names stay different.
 */
final class SafeName {
  private static final int MOST = 80;
  private static final int DIGEST = 8;

  private SafeName() {}

  /** Returns a name that is one part of a path, never empty and never a folder above. */
  static String of(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9._ -]", "_").replaceAll("  +", "_").strip();
    plain = plain.replaceAll("^[.]+", "_").replaceAll("[. ]+$", "_");
    if (plain.equals(name) && !plain.isEmpty() && plain.length() <= MOST) {
      return plain;
    }
    String begin = plain.substring(0, Math.min(plain.length(), MOST - DIGEST - 1));
    return begin + "-" + hex(name, DIGEST);
  }

  /** Returns hexadecimal digits of a digest of a text. */
  static String hex(String text, int digits) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, digits);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
