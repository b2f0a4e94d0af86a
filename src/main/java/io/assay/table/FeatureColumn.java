package io.assay.table;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A column of the input, and how it becomes model inputs.
 *
 * @param name the column as the job names it
 * @param kind how it becomes numbers
 * @param categories of a categorical column, in the model's order; empty otherwise
 * @param codes the number of each category of an ordinal column; empty otherwise
 * @param width how many model inputs it fills, at least 1
 * @param image how an image becomes an input; null of anything else
 * @param text how a text becomes an input; null of anything else
 */
public record FeatureColumn(
    String name,
    Kind kind,
    List<String> categories,
    List<Float> codes,
    int width,
    @Nullable ImageColumn image,
    @Nullable TextColumn text)
    implements Serializable {

  /** How a column becomes numbers. */
  public enum Kind {
    /** A number is itself. */
    NUMERIC,
    /** A category is a 1 in its place among zeros. */
    ONE_HOT,
    /** A category is the number given for it. */
    ORDINAL,
    /** An array is its elements; it is the only feature column of its layout. */
    ARRAY,
    /** The same of float64 numbers, for models that tell them apart. */
    ARRAY_OF_FLOAT64,
    /** The bytes of an image file are its pixels; alone in its layout. */
    IMAGE,
    /** The path of an image file is its pixels; alone in its layout. */
    IMAGE_FILE,
    /** A text is the ids of its tokens; alone in its layout. */
    TEXT,
    /** An array of whole numbers is token ids; alone in its layout. */
    TOKEN_IDS;

    /** Returns whether a column of this kind is the whole input of a row. */
    boolean isAlone() {
      return compareTo(ORDINAL) > 0;
    }
  }

  /** Checks that categories, codes and width fit each other and the kind. */
  public FeatureColumn {
    categories = List.copyOf(categories);
    codes = List.copyOf(codes);
    if (width < 1) {
      throw new IllegalArgumentException("column " + name + " has width " + width + "; need 1");
    }
    if (new HashSet<>(categories).size() != categories.size()) {
      throw new IllegalArgumentException(
          "column " + name + " names a category twice: " + categories);
    }
    int coded = kind == Kind.ORDINAL ? categories.size() : 0;
    if (codes.size() != coded || !codes.stream().allMatch(Float::isFinite)) {
      throw new IllegalArgumentException(
          "column " + name + " has codes " + codes + "; need " + coded + ", all finite in float32");
    }
  }

  private FeatureColumn(
      String name, Kind kind, List<String> categories, List<Float> codes, int width) {
    this(name, kind, categories, codes, width, null, null);
  }

  /** A column of numbers. */
  public static FeatureColumn numeric(String name) {
    return new FeatureColumn(name, Kind.NUMERIC, List.of(), List.of(), 1);
  }

  /** A categorical column that fills as many model inputs as it has categories. */
  public static FeatureColumn oneHot(String name, List<String> categories) {
    return new FeatureColumn(name, Kind.ONE_HOT, categories, List.of(), categories.size());
  }

  /** A categorical column whose categories are numbers; each is rounded once, to float32. */
  public static FeatureColumn ordinal(String name, Map<String, Double> codes) {
    List<String> categories = new ArrayList<>();
    List<Float> rounded = new ArrayList<>();
    codes.forEach(
        (category, code) -> {
          categories.add(category);
          rounded.add(code.floatValue());
        });
    return new FeatureColumn(name, Kind.ORDINAL, categories, rounded, 1);
  }

  /** A column of encoded images, or of paths of image files. */
  public static FeatureColumn image(String name, Kind kind, ImageColumn image) {
    return new FeatureColumn(name, kind, List.of(), List.of(), image.form().length(), image, null);
  }

  /** A column of texts, or of arrays of token ids. */
  public static FeatureColumn text(String name, Kind kind, TextColumn text) {
    return new FeatureColumn(name, kind, List.of(), List.of(), text.form().length(), null, text);
  }

  /** Returns the sizes of a row's input if this column is all of it. */
  List<Integer> shape() {
    return image == null
        ? List.of(width)
        : List.of(image.form().channels(), image.form().height(), image.form().width());
  }

  /** An array column of float64 numbers, with the same number of elements in every row. */
  public static FeatureColumn arrayOfFloat64(String name, int width) {
    return new FeatureColumn(name, Kind.ARRAY_OF_FLOAT64, List.of(), List.of(), width);
  }

  /** An array column with the same number of elements in every row. */
  public static FeatureColumn array(String name, int width) {
    return new FeatureColumn(name, Kind.ARRAY, List.of(), List.of(), width);
  }
}
