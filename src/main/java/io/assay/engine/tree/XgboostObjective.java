package io.assay.engine.tree;

import io.assay.model.tree.Link;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What XGBoost trained for: it decides the link, and what the file's base score is. A base score is
 * stored as a prediction, since version 1.0, and becomes a margin in single precision.
 */
enum XgboostObjective {
  /**
   * Predicts margins, and base scores are margins; of {@code binary:logitraw} too, since version
   * 1.3.2.
   */
  PLAIN,
  /** Predicts probabilities of one class. */
  LOGISTIC,
  /** Predicts a probability a class; base scores are margins. */
  SOFTMAX,
  /** Predicts means of something positive. */
  LOGARITHMIC;

  private static final Map<String, XgboostObjective> BY_NAME = byName();

  /** The least probability that is told from 0 since version 3.1. */
  private static final float EDGE = 1e-6f;

  private static Map<String, XgboostObjective> byName() {
    Map<String, XgboostObjective> names = new TreeMap<>();
    List.of(
            "reg:squarederror",
            "reg:linear",
            "reg:squaredlogerror",
            "reg:pseudohubererror",
            "reg:absoluteerror",
            "reg:quantileerror",
            "binary:hinge",
            "binary:logitraw",
            "rank:pairwise",
            "rank:ndcg",
            "rank:map")
        .forEach(name -> names.put(name, PLAIN));
    List.of("binary:logistic", "reg:logistic").forEach(name -> names.put(name, LOGISTIC));
    List.of("multi:softmax", "multi:softprob").forEach(name -> names.put(name, SOFTMAX));
    List.of("count:poisson", "reg:gamma", "reg:tweedie", "survival:cox", "survival:aft")
        .forEach(name -> names.put(name, LOGARITHMIC));
    return Map.copyOf(names);
  }

  /**
   * Returns the objective of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static XgboostObjective of(String name) {
    XgboostObjective objective = BY_NAME.get(name);
    if (objective == null) {
      throw new IllegalArgumentException(
          "the objective is %s; known objectives: %s"
              .formatted(name, String.join(", ", BY_NAME.keySet().stream().sorted().toList())));
    }
    return objective;
  }

  /** Returns what stands between margins and predictions. */
  Link link() {
    return switch (this) {
      case PLAIN -> Link.IDENTITY;
      case LOGISTIC -> Link.LOGISTIC;
      case SOFTMAX -> Link.SOFTMAX;
      case LOGARITHMIC -> Link.EXPONENTIAL;
    };
  }

  /**
   * Turns a base score into the margin before the first tree.
   *
   * @throws IllegalArgumentException if no prediction of this objective is such
   */
  float margin(float score) {
    float margin =
        switch (this) {
          case PLAIN, SOFTMAX -> score;
          case LOGISTIC -> logit(score);
          case LOGARITHMIC -> (float) Math.log(score);
        };
    if (!Float.isFinite(margin)) {
      throw new IllegalArgumentException("base_score is " + score + "; need " + needed());
    }
    return margin;
  }

  private static float logit(float score) {
    return -(float) Math.log(1 / score - 1);
  }

  /** Moves a probability of 0 or 1, and what is close to it, away from there. */
  float inside(float score) {
    return this == LOGISTIC && score >= 0 && score <= 1
        ? Math.min(Math.max(score, EDGE), 1 - EDGE)
        : score;
  }

  private String needed() {
    return switch (this) {
      case LOGISTIC -> "a probability, more than 0 and less than 1";
      case LOGARITHMIC -> "a number more than 0";
      case PLAIN, SOFTMAX -> "a finite number";
    };
  }
}
