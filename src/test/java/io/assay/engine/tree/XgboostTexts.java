package io.assay.engine.tree;

/** Models of XGBoost written by hand, as the versions write them that 3.0.4 is not. */
final class XgboostTexts {
  /** As 3.0 writes: x0 < 0.5 gives 1, else x1 in {1, 3} gives 3, and anything else 2. */
  static final String WHOLE =
      """
      {"learner":{"attributes":{},"feature_names":[],"feature_types":[],
       "gradient_booster":{"model":{
        "gbtree_model_param":{"num_parallel_tree":"1","num_trees":"1"},
        "iteration_indptr":[0,1],"tree_info":[0],
        "trees":[{"base_weights":[0E0,1E0,2.5E0,2E0,3E0],
         "categories":[1,3],"categories_nodes":[2],"categories_segments":[0],"categories_sizes":[2],
         "default_left":[1,0,0,0,0],"id":0,"left_children":[1,-1,3,-1,-1],
         "loss_changes":[1E0,0E0,1E0,0E0,0E0],"parents":[2147483647,0,0,2,2],
         "right_children":[2,-1,4,-1,-1],"split_conditions":[5E-1,1E0,NaN,2E0,3E0],
         "split_indices":[0,0,1,0,0],"split_type":[0,0,1,0,0],
         "sum_hessian":[1E1,4E0,6E0,5E0,1E0],
         "tree_param":{"num_deleted":"0","num_feature":"2","num_nodes":"5",
          "size_leaf_vector":"1"}}]},"name":"gbtree"},
       "learner_model_param":{"base_score":"5E-1","boost_from_average":"1","num_class":"0",
        "num_feature":"2","num_target":"1"},
       "objective":{"name":"reg:squarederror","reg_loss_param":{"scale_pos_weight":"1"}}},
       "version":[3,0,4]}
      """;

  /** As 1.0 writes: no categories, flags as words, 0 for leaves of one value; x0 < 0.5 gives 1. */
  static final String FIRST =
      """
      {"learner":{"attributes":{},"gradient_booster":{"model":{
        "gbtree_model_param":{"num_trees":"1","size_leaf_vector":"0"},"tree_info":[0],
        "trees":[{"base_weights":[0,1,2],"default_left":[true,false,false],"id":0,
         "left_children":[1,-1,-1],"loss_changes":[1,0,0],"parents":[2147483647,0,0],
         "right_children":[2,-1,-1],"split_conditions":[0.5,1,2],"split_indices":[0,0,0],
         "sum_hessian":[10,4,6],"tree_param":{"num_deleted":"0","num_feature":"1",
          "num_nodes":"3","size_leaf_vector":"0"}}]},"name":"gbtree"},
       "learner_model_param":{"base_score":"0.500000","num_class":"0","num_feature":"1"},
       "objective":{"name":"binary:logistic","reg_loss_param":{"scale_pos_weight":"1"}}},
       "version":[1,0,2]}
      """;

  /** As 3.2 writes: leaves of two values apart, found by their right child. */
  static final String VECTORS =
      """
      {"learner":{"attributes":{},"cats":{"enc":[],"feature_segments":[],"sorted_idx":[]},
       "gradient_booster":{"model":{"cats":{"enc":[]},
        "gbtree_model_param":{"num_parallel_tree":"1","num_trees":"1"},
        "iteration_indptr":[0,1],"tree_info":[0],
        "trees":[{"base_weights":[0E0,0E0,9E0,9E0,9E0,9E0],
         "categories":[],"categories_nodes":[],"categories_segments":[],"categories_sizes":[],
         "default_left":[0,0,0],"id":0,"leaf_weights":[3E0,4E0,1E0,2E0],
         "left_children":[1,-1,-1],"loss_changes":[1E0,0E0,0E0],"parents":[-1,0,0],
         "right_children":[2,1,0],"split_conditions":[5E-1,1E-45,1E-45],"split_indices":[0,0,0],
         "split_type":[0,0,0],"sum_hessian":[1E1,4E0,6E0],
         "tree_param":{"num_deleted":"0","num_feature":"1","num_nodes":"3",
          "size_leaf_vector":"2"}}]},"name":"gbtree"},
       "learner_model_param":{"base_score":"[1E1,2E1]","boost_from_average":"1","num_class":"0",
        "num_feature":"1","num_target":"2"},
       "objective":{"name":"reg:squarederror","reg_loss_param":{"scale_pos_weight":"1"}}},
       "version":[3,2,0]}
      """;

  private XgboostTexts() {}

  /** A chain of so many questions. */
  static String chain(int depth) {
    StringBuilder left = new StringBuilder();
    for (int node = 1; node <= depth; node++) {
      left.append(node).append(',');
    }
    return replaced("\"left_children\":[1,-1,3,-1,-1]", "\"left_children\":[" + left + "-1,-1]")
        .replace("[2,-1,4,-1,-1]", list(Integer.toString(depth + 1), depth) + "-1,-1]")
        .replace("\"split_conditions\":[5E-1,1E0,NaN,2E0,3E0]", named("split_conditions", depth))
        .replace("\"split_indices\":[0,0,1,0,0]", named("split_indices", depth))
        .replace("\"sum_hessian\":[1E1,4E0,6E0,5E0,1E0]", named("sum_hessian", depth))
        .replace("\"default_left\":[1,0,0,0,0]", named("default_left", depth))
        .replace("\"split_type\":[0,0,1,0,0]", named("split_type", depth))
        .replace("\"categories_nodes\":[2]", "\"categories_nodes\":[]");
  }

  private static String named(String name, int depth) {
    return "\"" + name + "\":" + list("0", depth) + "0,0]";
  }

  private static String list(String value, int count) {
    return "[" + (value + ",").repeat(count);
  }

  /** The whole model with a change. */
  static String replaced(String found, String by) {
    if (!WHOLE.contains(found)) {
      throw new IllegalArgumentException("the text does not hold " + found);
    }
    return WHOLE.replace(found, by);
  }
}
