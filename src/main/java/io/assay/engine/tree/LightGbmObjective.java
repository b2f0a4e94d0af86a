package io.assay.engine.tree;

import io.assay.model.tree.Link;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What LightGBM's objectives make of a margin. */
final class LightGbmObjective {
  private static final Map<String, Link> LINKS = links();

  private LightGbmObjective() {}

  /**
   * Returns the link of a header's objective, such as {@code binary sigmoid:1}. A model of one's
   * own objective has none, and its prediction is the margin.
   *
   * @throws io.assay.AssayException MODEL_UNREADABLE if LightGBM has no such objective
   */
  static Link link(LightGbmSection header) {
    if (!header.has("objective")) {
      return Link.IDENTITY;
    }
    List<String> words = List.of(header.text("objective").strip().split(" +"));
    Link link = LINKS.get(words.get(0));
    if (link == null) {
      throw header.unreadable(
          "objective is %s; need one of %s, or no line objective= for one of your own",
          LightGbmSection.quoted(words.get(0)), LINKS.keySet());
    }
    if (link == Link.IDENTITY && words.contains("sqrt")) {
      return Link.SIGNED_SQUARE;
    }
    return link == Link.LOGISTIC ? scaled(header, words) : link;
  }

  private static Link scaled(LightGbmSection header, List<String> words) {
    String prefix = "sigmoid:";
    for (String word : words) {
      if (word.startsWith(prefix)) {
        try {
          return Link.logistic(Double.parseDouble(word.substring(prefix.length())));
        } catch (IllegalArgumentException wrong) {
          throw header.unreadable(
              "objective says %s; need a finite number above 0", LightGbmSection.quoted(word));
        }
      }
    }
    return Link.LOGISTIC;
  }

  private static Map<String, Link> links() {
    Map<String, Link> links = new TreeMap<>();
    for (String name :
        List.of(
            "regression",
            "regression_l1",
            "huber",
            "fair",
            "quantile",
            "mape",
            "lambdarank",
            "rank_xendcg",
            "custom",
            "none")) {
      links.put(name, Link.IDENTITY);
    }
    for (String name : List.of("poisson", "gamma", "tweedie")) {
      links.put(name, Link.EXPONENTIAL);
    }
    for (String name : List.of("binary", "multiclassova", "cross_entropy", "xentropy")) {
      links.put(name, Link.LOGISTIC);
    }
    for (String name : List.of("cross_entropy_lambda", "xentlambda")) {
      links.put(name, Link.SOFTPLUS);
    }
    links.put("multiclass", Link.SOFTMAX);
    return links;
  }
}
