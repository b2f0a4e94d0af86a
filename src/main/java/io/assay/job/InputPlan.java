package io.assay.job;

import io.assay.baseline.FeatureGroups;
import io.assay.global.InputColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How the input's columns become one row of the model's input, and which positions are attributed
 * together. It depends on the job and the array's width alone, so that it stands before the model
 * is loaded.
 *
 * @param kind what rows are
 * @param features the feature columns in the model's order, or the array column alone; none of
 *     images and texts
 * @param shape sizes of a row's input, without the row axis
 * @param groups a column is a group, also over its one-hot positions; a declared group merges its
 *     columns; in the order of first positions. Of an image a pixel over its channels, or a cell of
 *     a grid; of a text a position
 * @param fold how groups become features of the importance table
 * @param players how many groups a row has at most for methods that ask for scores alone, which
 *     take an image's segments and a text's words
 */
public record InputPlan(
    Kind kind,
    List<InputFeature> features,
    List<Integer> shape,
    FeatureGroups groups,
    ColumnFold fold,
    int players) {
  /** What rows are. */
  public enum Kind {
    /** Columns of a table, or an array. */
    TABLE,
    /** Images [channels, height, width]. */
    IMAGE,
    /** Texts as token ids [positions]. */
    TEXT
  }

  /** Copies the lists. */
  public InputPlan {
    features = List.copyOf(features);
    shape = List.copyOf(shape);
  }

  /** Returns how many values a row's input has. */
  public int width() {
    return shape.stream().reduce(1, Math::multiplyExact);
  }

  /** Returns the columns of a table, an array's elements among them; none of images and texts. */
  public List<InputColumn> columns() {
    List<InputColumn> columns = new ArrayList<>();
    for (InputFeature feature : features) {
      if (feature.kind() == InputFeature.Kind.ARRAY) {
        elements().forEach(name -> columns.add(InputColumn.numeric(name, columns.size())));
      } else {
        columns.add(column(feature));
      }
    }
    return columns;
  }

  private static InputColumn column(InputFeature feature) {
    List<Integer> positions =
        IntStream.range(feature.position(), feature.position() + feature.width()).boxed().toList();
    return new InputColumn(feature.name(), positions, feature.categories(), feature.codes());
  }

  /** Returns the names of an array's elements: the members of its groups, in order of position. */
  private List<String> elements() {
    int[] met = new int[groups.size()];
    List<String> names = new ArrayList<>();
    for (int position = 0; position < groups.features(); position++) {
      int group = groups.groupOf(position);
      names.add(fold.members().get(group).get(met[group]++));
    }
    return names;
  }

  /** Returns whether groups are the pixels of an image or the positions of a text. */
  public boolean isByPosition() {
    return switch (kind) {
      case TABLE -> false;
      case IMAGE -> groups.size() == shape.get(1) * shape.get(2);
      case TEXT -> true;
    };
  }

  /** Returns whether so many columns of attributions lie side by side in their table. */
  boolean isWide(OutputSpec.Layout layout, int columns) {
    return switch (layout) {
      case WIDE -> true;
      case ARRAY -> false;
      case AUTO -> columns <= OutputSpec.MOST_WIDE && !(isByPosition() && columns == groups.size());
    };
  }

  /**
   * Plans the input of a job.
   *
   * @param arrayWidth elements of the array column in the first row; 0 if there is none
   */
  public static InputPlan of(JobSpec spec, int arrayWidth) {
    if (spec.input().image().isPresent()) {
      return ContentPlan.of(spec.input().image().get());
    }
    if (spec.input().text().isPresent()) {
      return ContentPlan.of(spec.input().text().get());
    }
    List<InputFeature> features =
        spec.input().arrayColumn().isPresent()
            ? List.of(array(spec.input().arrayColumn().get(), spec.input(), arrayWidth))
            : columns(spec.input());
    List<String> owners =
        spec.input().arrayColumn().isPresent()
            ? elements(spec.input(), features.get(0).width())
            : owners(features);
    return grouped(features, owners, spec.groups());
  }

  private static InputFeature array(String column, InputSpec input, int arrayWidth) {
    int width = input.arrayNames().isEmpty() ? arrayWidth : input.arrayNames().size();
    return new InputFeature(column, InputFeature.Kind.ARRAY, List.of(), List.of(), 0, width);
  }

  private static List<InputFeature> columns(InputSpec input) {
    List<InputFeature> features = new ArrayList<>();
    int position = 0;
    for (String name : input.features()) {
      InputFeature feature = column(name, input.encodings().get(name), position);
      features.add(feature);
      position += feature.width();
    }
    return features;
  }

  private static InputFeature column(String name, @Nullable EncodingSpec encoding, int position) {
    if (encoding == null) {
      return new InputFeature(name, InputFeature.Kind.NUMERIC, List.of(), List.of(), position, 1);
    }
    if (encoding.oneHot().isEmpty()) {
      List<String> categories = List.copyOf(encoding.ordinal().keySet());
      List<Double> codes = List.copyOf(encoding.ordinal().values());
      return new InputFeature(name, InputFeature.Kind.ORDINAL, categories, codes, position, 1);
    }
    int width = encoding.oneHot().size();
    return new InputFeature(
        name, InputFeature.Kind.ONE_HOT, encoding.oneHot(), List.of(), position, width);
  }

  /** Returns the name of the feature at each position: a column over all of its positions. */
  private static List<String> owners(List<InputFeature> features) {
    List<String> owners = new ArrayList<>();
    for (InputFeature feature : features) {
      for (int i = 0; i < feature.width(); i++) {
        owners.add(feature.name());
      }
    }
    return owners;
  }

  private static List<String> elements(InputSpec input, int width) {
    return input.arrayNames().isEmpty()
        ? IntStream.range(0, width).mapToObj(i -> "f" + i).toList()
        : input.arrayNames();
  }

  private static InputPlan grouped(
      List<InputFeature> features, List<String> owners, Map<String, List<String>> declared) {
    Map<String, String> groupOf = new LinkedHashMap<>();
    declared.forEach((group, members) -> members.forEach(each -> groupOf.put(each, group)));
    Map<String, List<String>> members = new LinkedHashMap<>();
    List<String> names = new ArrayList<>();
    int[] numbers = new int[owners.size()];
    for (int position = 0; position < numbers.length; position++) {
      String owner = owners.get(position);
      String group = groupOf.getOrDefault(owner, owner);
      List<String> together = members.computeIfAbsent(group, key -> new ArrayList<>());
      if (together.isEmpty()) {
        names.add(group);
      }
      if (!together.contains(owner)) {
        together.add(owner);
      }
      numbers[position] = names.indexOf(group);
    }
    return new InputPlan(
        Kind.TABLE,
        features,
        List.of(owners.size()),
        FeatureGroups.of(names, numbers),
        ColumnFold.identity(names, members.values().stream().map(List::copyOf).toList()),
        names.size());
  }
}
