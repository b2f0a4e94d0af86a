package io.assay.attribution;

import io.assay.baseline.FeatureGroups;
import io.assay.model.BlackBox;
import io.assay.model.LayerInfo;
import java.util.ArrayList;
import java.util.List;

/**
 * A way to attribute a model's score to the features of its input. A method is a pure function of
 * model and request: how rows are cut into batches never changes a row's values. One method serves
 * all batches of an executor, several threads at a time, so what it computes once and remembers
 * (designs, operators) is shared: it must be safe to share, and bounded.
 *
 * @param <M> the least ability that the method needs
 */
public interface AttributionMethod<M extends BlackBox> {
  /** Returns what the method is. */
  MethodInfo<M> info();

  /**
   * Returns the most that the method will ask of the model for one row.
   *
   * @param groups feature groups
   * @param references baseline rows
   * @throws IllegalArgumentException if the method cannot work with so many, with the limit
   */
  CallsPerRow callsPerRow(int groups, int references);

  /**
   * Returns the most that the method will ask of the model for one row of a shape.
   *
   * @param rowShape sizes of one row's input, without the row axis
   * @param groups feature groups
   * @param references baseline rows
   * @throws IllegalArgumentException if the method cannot work with these, with the limit
   */
  default CallsPerRow callsPerRow(List<Integer> rowShape, int groups, int references) {
    return callsPerRow(groups, references);
  }

  /**
   * Returns the same where the layers of the model are known too, for methods that ask as often as
   * a layer has channels.
   *
   * @param rowShape sizes of one row's input, without the row axis
   * @param layers of the model; empty if it has none
   * @param groups feature groups
   * @param references baseline rows
   * @throws IllegalArgumentException if the method cannot work with these, with the limit
   */
  default CallsPerRow callsPerRow(
      List<Integer> rowShape, List<LayerInfo> layers, int groups, int references) {
    return callsPerRow(rowShape, groups, references);
  }

  /**
   * Returns how much memory a task takes at most while the method explains, about, in bytes, beside
   * the model, the rows and their results: composed inputs of a model call, values that are held at
   * once, and what the method keeps between batches, which tasks of an executor share. 0 where
   * there is nothing worth telling.
   *
   * @param rowShape sizes of one row's input, without the row axis
   * @param groups feature groups
   * @throws IllegalArgumentException if the method cannot work with these
   */
  default long heldBytes(List<Integer> rowShape, int groups) {
    return 0;
  }

  /**
   * Returns whether the errors of a row's values are noise that comes on top of what is true, as
   * that of a sample's mean does, so that it lifts mean magnitudes over many rows. A posterior
   * mean, which is drawn towards what is likely, is not lifted.
   */
  default boolean isLiftedByNoise() {
    return info().isSampled();
  }

  /**
   * Returns how far the values of a row may miss its score minus its baseline score, relative to
   * the larger of 1 and that difference, before the row is flagged.
   */
  default double completenessTolerance() {
    return 1e-3;
  }

  /**
   * Returns the selectors of the layers that the method will ask a {@link io.assay.model.Layered}
   * model for, as far as its options name them. An engine prepares them when it opens the model.
   */
  default List<String> layers() {
    return List.of();
  }

  /**
   * Returns the pairs of groups that the last of a row's values belong to, in their order: of a
   * method that values each group and then what pairs of them do together. Others have none.
   *
   * @param groups feature groups of the input
   */
  default List<GroupPair> pairs(FeatureGroups groups) {
    return List.of();
  }

  /**
   * Returns what the values of a row belong to, in their order: the groups of the input and its
   * pairs of groups, unless the method attributes to something inside the model.
   *
   * @param groups feature groups of the input
   * @param layers of the model; empty if it has none
   * @throws io.assay.AssayException MODEL_LAYER if the model lacks the layer that the options name
   */
  default List<String> columns(FeatureGroups groups, List<LayerInfo> layers) {
    List<String> columns = new ArrayList<>(groups.names());
    pairs(groups).forEach(pair -> columns.add(pair.column(groups.names())));
    return columns;
  }

  /**
   * Returns whether the method takes groups away as players, as the request's masking says: so that
   * a row may bring groups of its own, whose values are shared among what they cover. A method that
   * gives every place a height of its own does not.
   *
   * @param rowShape sizes of one row's input, without the row axis
   */
  default boolean hasPlayers(List<Integer> rowShape) {
    return info().ability() == BlackBox.class;
  }

  /** Explains a batch. */
  Attributions attribute(M model, AttributionRequest request);
}
