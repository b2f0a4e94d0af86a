package io.assay.engine.tree;

import io.assay.engine.tree.FilePart.Fields;
import io.assay.model.tree.Forest;
import io.assay.model.tree.Forest.Summation;
import io.assay.model.tree.Tree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Turns what stands in an XGBoost file into a forest; the same for JSON and UBJSON. */
final class XgboostForest {
  private static final int MOST_OUTPUTS = 100_000;

  /** Sets of categories take a bit a category: 1 GiB of them. */
  private static final long MOST_CATEGORY_BITS = 1L << 33;

  private final Fields learner;
  private final XgboostObjective objective;
  private final int features;
  private final int outputs;
  private long categoryBits;

  private XgboostForest(Fields file) {
    if (!file.has("learner")) {
      throw new IllegalArgumentException(
          "learner is missing: it is no XGBoost model; need a file that save_model wrote");
    }
    this.learner = file.fields("learner");
    this.objective = XgboostObjective.of(learner.fields("objective").word("name"));
    Fields parameters = learner.fields("learner_model_param");
    this.features = parameters.count("num_feature");
    this.outputs = outputs(parameters);
  }

  /** One output a class, or a target. */
  private static int outputs(Fields parameters) {
    int classes = Math.max(1, parameters.count("num_class", 0));
    int targets = Math.max(1, parameters.count("num_target", 1));
    if (classes > 1 && targets > 1) {
      throw new IllegalArgumentException(
          "num_class is %d and num_target %d; need one of them to be 1"
              .formatted(classes, targets));
    }
    int outputs = Math.max(classes, targets);
    if (outputs > MOST_OUTPUTS) {
      throw new IllegalArgumentException(
          "there are %d classes or targets; need at most %d".formatted(outputs, MOST_OUTPUTS));
    }
    return outputs;
  }

  /**
   * Reads a forest. Of what a file may lack, as older versions do, the standard of that time is
   * taken.
   *
   * @throws IllegalArgumentException if the file holds no model of trees, or an inconsistent one
   */
  static Forest of(Fields file) {
    return new XgboostForest(file).forest();
  }

  private Forest forest() {
    Fields booster = learner.fields("gradient_booster");
    String name = booster.word("name");
    return switch (name) {
      case "gbtree" -> forest(booster.fields("model"), new NumberList(0), false);
      case "dart" ->
          forest(booster.fields("gbtree").fields("model"), booster.numbers("weight_drop"), true);
      default ->
          throw new IllegalArgumentException(
              "the booster is " + name + ", which has no trees; need gbtree or dart");
    };
  }

  private Forest forest(Fields model, NumberList weights, boolean isWeighted) {
    List<FilePart> parts = model.list("trees");
    NumberList targets = model.numbers("tree_info");
    requireTrees("tree_info", targets.size(), parts.size());
    requireTrees(
        "num_trees",
        model.fields("gbtree_model_param").count("num_trees", parts.size()),
        parts.size());
    if (isWeighted) {
      requireTrees("weight_drop", weights.size(), parts.size());
    }
    List<Tree> trees = new ArrayList<>(parts.size());
    for (int number = 0; number < parts.size(); number++) {
      float weight = isWeighted ? weights.single(number) : 1;
      trees.add(tree(parts.get(number), number, targets.whole(number), weight));
    }
    return new Forest(features, trees, base(), objective.link(), Summation.FLOAT32);
  }

  /** Counts what the sets of one more tree take. */
  private void requireRoom(Fields tree) {
    categoryBits += XgboostCategories.bits(tree);
    if (categoryBits > MOST_CATEGORY_BITS) {
      throw new IllegalArgumentException(
          "sets of categories up to here take %d MiB; need %d at most"
              .formatted(categoryBits >> 23, MOST_CATEGORY_BITS >> 23));
    }
  }

  private static void requireTrees(String name, int found, int needed) {
    if (found != needed) {
      throw new IllegalArgumentException(
          "%s is for %d trees, the file has %d; need one entry a tree"
              .formatted(name, found, needed));
    }
  }

  private Tree tree(FilePart part, int number, int target, float weight) {
    if (!(part instanceof Fields fields)) {
      throw new IllegalArgumentException(
          "tree %d is %s; need an object".formatted(number, part.kind()));
    }
    try {
      if (fields.count("id", number) != number) {
        throw new IllegalArgumentException(
            "id is " + fields.word("id") + "; need trees in the order of their ids");
      }
      requireRoom(fields);
      return XgboostTree.read(fields, target, outputs, weight);
    } catch (IllegalArgumentException refused) {
      throw new IllegalArgumentException("tree " + number + ": " + refused.getMessage(), refused);
    }
  }

  /**
   * A base score is one number for all outputs, or since 3.1 a list, of one or of one an output;
   * since then it is kept inside of what the objective can predict.
   */
  private List<Double> base() {
    String text = learner.fields("learner_model_param").word("base_score").strip();
    boolean isList = text.startsWith("[") && text.endsWith("]");
    String[] scores =
        isList ? text.substring(1, text.length() - 1).split(",", -1) : new String[] {text};
    if (scores.length != 1 && scores.length != outputs) {
      throw new IllegalArgumentException(
          "base_score has %d numbers; need 1 or one an output, %d"
              .formatted(scores.length, outputs));
    }
    List<Double> base = new ArrayList<>();
    for (String score : scores) {
      float single = single(score);
      base.add((double) objective.margin(isList ? objective.inside(single) : single));
    }
    return base.size() == outputs ? base : Collections.nCopies(outputs, base.get(0));
  }

  private static float single(String text) {
    try {
      return Float.parseFloat(text.strip());
    } catch (NumberFormatException noNumber) {
      throw new IllegalArgumentException(
          "base_score holds \"" + text + "\"; need a number", noNumber);
    }
  }
}
