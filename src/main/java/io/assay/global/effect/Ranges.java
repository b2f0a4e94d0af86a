package io.assay.global.effect;

/** What options may be. */
final class Ranges {
  private Ranges() {}

  static void check(String method, String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s.%s is %d; need %d to %d".formatted(method, option, value, least, most));
    }
  }
}
