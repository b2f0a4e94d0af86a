package io.assay.engine.tree;

import io.assay.model.tree.Link;
import java.util.OptionalInt;
import java.util.Set;
import java.util.StringTokenizer;

/**
 * What stands before the first tree.
 *
 * @param features how many values a row has
 * @param outputs how many trees one iteration adds, one an output
 * @param link between margins and predictions
 * @param result what the leaves of an output become
 * @param trees how many there are; empty where the file does not say
 * @param end whether a line must follow the last tree
 */
record LightGbmHeader(
    int features, int outputs, Link link, Result result, OptionalInt trees, End end) {
  private static final Set<String> VERSIONS = Set.of("v2", "v3", "v4");
  private static final int MOST_OUTPUTS = 100_000;

  /** What the leaves of an output become. */
  enum Result {
    /** Their sum. */
    SUM,
    /** Their mean: a random forest. */
    MEAN
  }

  /** Whether the line {@code end of trees} must follow the last tree. */
  enum End {
    /** Since LightGBM 3. */
    MARKED,
    /** Earlier files have it or end in another way. */
    MAY_BE_MISSING
  }

  /**
   * Reads a header.
   *
   * @throws io.assay.AssayException MODEL_UNREADABLE if it is damaged or of another version
   */
  static LightGbmHeader of(LightGbmSection lines) {
    String version = lines.text("version").strip();
    if (!VERSIONS.contains(version)) {
      throw lines.unreadable(
          "version is %s; need v2, v3 or v4, those of LightGBM 2.1 to 4",
          LightGbmSection.quoted(version));
    }
    End end = version.equals("v2") ? End.MAY_BE_MISSING : End.MARKED;
    Result result = lines.has("average_output") ? Result.MEAN : Result.SUM;
    Link link = LightGbmObjective.link(lines);
    if (end == End.MAY_BE_MISSING && result == Result.MEAN && link != Link.IDENTITY) {
      throw lines.unreadable(
          "version is v2, there is average_output, and the objective has the link %s: leaves of"
              + " such forests hold predictions in some versions of LightGBM 2 and margins in"
              + " others; take the line objective= out to explain means of leaves, or train anew",
          link);
    }
    String outputs = lines.has("num_tree_per_iteration") ? "num_tree_per_iteration" : "num_class";
    return new LightGbmHeader(
        features(lines), lines.integer(outputs, 1, MOST_OUTPUTS), link, result, trees(lines), end);
  }

  private static int features(LightGbmSection lines) {
    int features = lines.integer("max_feature_idx", 0, Integer.MAX_VALUE - 1) + 1;
    for (String key : Set.of("feature_names", "feature_infos")) {
      int found = lines.has(key) ? words(lines, key) : features;
      if (found != features) {
        throw lines.unreadable(
            "%s has %d values; need %d, max_feature_idx and one", key, found, features);
      }
    }
    return features;
  }

  private static OptionalInt trees(LightGbmSection lines) {
    return lines.has("tree_sizes")
        ? OptionalInt.of(words(lines, "tree_sizes"))
        : OptionalInt.empty();
  }

  private static int words(LightGbmSection lines, String key) {
    return new StringTokenizer(lines.text(key), " ").countTokens();
  }
}
