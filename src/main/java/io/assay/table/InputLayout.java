package io.assay.table;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Which columns a shard's input has. Columns bear canonical names on their way ({@code row_id},
 * {@code f0}, {@code k0}, ...), so that no name of a user's column can clash or need quoting; the
 * raw names stand here. It travels to executors.
 *
 * @param rowId the raw name of the row id column
 * @param features the feature columns in the model's order, or one array column alone
 * @param label the raw name of the label column; null unless the target or a global method needs it
 * @param keep the columns carried through: raw names and Arrow types, as an Arrow schema in JSON
 * @param slices the columns that say in which slices a row lies
 * @param missing what becomes of a row in which a value is missing
 * @param unlabelled what becomes of a row without a label, where there is a label column
 */
public record InputLayout(
    String rowId,
    List<FeatureColumn> features,
    @Nullable String label,
    String keep,
    List<SliceColumn> slices,
    Missing missing,
    Unlabelled unlabelled)
    implements Serializable {

  /** What becomes of a row in which a value is missing: null or NaN. */
  public enum Missing {
    /** It is rejected. */
    REJECT,
    /** The value is NaN among the model's inputs; a one-hot category and an array must be there. */
    KEEP
  }

  /** What becomes of a row without a label. */
  public enum Unlabelled {
    /** It is rejected. */
    REJECT,
    /** Its label is the empty text. */
    KEEP
  }

  /** The column of the row id. */
  static final int ROW_ID_COLUMN = 0;

  /** The column of the first feature. */
  static final int FIRST_FEATURE = 1;

  static final String ROW_ID = "row_id";
  static final String ARRAY = "features";
  static final String LABEL = "label";

  /** Checks that there are features, and that an array column is alone. */
  public InputLayout {
    features = List.copyOf(features);
    slices = List.copyOf(slices);
    missing = missing == null ? Missing.REJECT : missing; // in plans of earlier versions
    unlabelled = unlabelled == null ? Unlabelled.REJECT : unlabelled;
    if (features.isEmpty()) {
      throw new IllegalArgumentException("a layout needs at least one feature column");
    }
    if (features.size() > 1 && features.stream().anyMatch(each -> each.kind().isAlone())) {
      throw new IllegalArgumentException("an array column stands alone, not among " + features);
    }
  }

  /** A layout of row ids and features alone. */
  public static InputLayout of(String rowId, List<FeatureColumn> features) {
    String nothing = new Schema(List.of()).toJson();
    return new InputLayout(
        rowId, features, null, nothing, List.of(), Missing.REJECT, Unlabelled.REJECT);
  }

  /** Returns this layout with a label: rows that have none are rejected. */
  public InputLayout withLabel(String column) {
    return new InputLayout(rowId, features, column, keep, slices, missing, Unlabelled.REJECT);
  }

  /** Returns this layout with a label that rows may lack. */
  public InputLayout withLabelIfAny(String column) {
    return new InputLayout(rowId, features, column, keep, slices, missing, Unlabelled.KEEP);
  }

  /** Returns this layout with columns to carry through: raw names, any Arrow types. */
  public InputLayout withKeep(List<Field> columns) {
    String kept = new Schema(columns).toJson();
    return new InputLayout(rowId, features, label, kept, slices, missing, unlabelled);
  }

  /** Returns this layout with slices. */
  public InputLayout withSlices(List<SliceColumn> columns) {
    return new InputLayout(rowId, features, label, keep, columns, missing, unlabelled);
  }

  /** Returns this layout with another rule for missing values. */
  public InputLayout withMissing(Missing rule) {
    return new InputLayout(rowId, features, label, keep, slices, rule, unlabelled);
  }

  /** Returns the sizes of a row's input, without the row axis. */
  public List<Integer> shape() {
    return features.size() == 1 ? features.get(0).shape() : List.of(width());
  }

  /** Returns the sizes of the inputs of so many rows. */
  public int[] shapeOf(int rows) {
    return IntStream.concat(IntStream.of(rows), shape().stream().mapToInt(Integer::intValue))
        .toArray();
  }

  /** Returns how images become inputs; null if rows are none. */
  public @Nullable ImageColumn image() {
    return features.get(0).image();
  }

  /** Returns how texts become inputs; null if rows are none. */
  public @Nullable TextColumn text() {
    return features.get(0).text();
  }

  /** Returns how many values a row's input has. */
  public int width() {
    return features.stream().mapToInt(FeatureColumn::width).sum();
  }

  /** Returns the columns carried through, under their raw names. */
  public List<Field> keepFields() {
    try {
      return Schema.fromJSON(keep).getFields();
    } catch (IOException e) {
      throw new UncheckedIOException("the keep columns are no Arrow schema: " + keep, e);
    }
  }

  /**
   * Returns the schema that a {@link BatchDecoder} reads, all columns nullable, in this order:
   * {@code row_id} utf8; {@code f0}, {@code f1}, ... float64 (categorical, text and paths of
   * images: utf8; images: binary; token ids: list of int32), or {@code features} list of float32 or
   * float64; {@code label} utf8 if there is one; {@code k0}, ... as kept; {@code s0}, ... utf8 (of
   * a condition: {@code true} or {@code false}).
   */
  public Schema inputSchema() {
    List<Field> fields = new ArrayList<>();
    fields.add(Field.nullable(ROW_ID, ArrowType.Utf8.INSTANCE));
    for (int feature = 0; feature < features.size(); feature++) {
      fields.add(featureField(feature));
    }
    if (label != null) {
      fields.add(Field.nullable(LABEL, ArrowType.Utf8.INSTANCE));
    }
    List<Field> kept = keepFields();
    for (int column = 0; column < kept.size(); column++) {
      fields.add(renamed(kept.get(column), keepName(column)));
    }
    for (int slice = 0; slice < slices.size(); slice++) {
      fields.add(Field.nullable(sliceName(slice), ArrowType.Utf8.INSTANCE));
    }
    return new Schema(fields);
  }

  /** Returns the schema of the columns carried through alone, as {@link #inputSchema} has them. */
  public Schema keptSchema() {
    List<Field> fields = inputSchema().getFields();
    int first = keepColumn(0);
    return new Schema(fields.subList(first, fields.size() - slices.size()));
  }

  /** Returns where the label stands among all columns, if there is one. */
  int labelColumn() {
    return FIRST_FEATURE + features.size();
  }

  /** Returns where a column that is carried through stands among all columns. */
  public int keepColumn(int column) {
    return labelColumn() + (label == null ? 0 : 1) + column;
  }

  /** Returns where a slice's column stands among all columns. */
  int sliceColumn(int slice) {
    return keepColumn(keepFields().size()) + slice;
  }

  static String keepName(int column) {
    return "k" + column;
  }

  static String sliceName(int slice) {
    return "s" + slice;
  }

  String featureName(int feature) {
    return switch (features.get(feature).kind()) {
      case ARRAY, ARRAY_OF_FLOAT64 -> ARRAY;
      default -> "f" + feature;
    };
  }

  private Field featureField(int feature) {
    return switch (features.get(feature).kind()) {
      case NUMERIC -> Field.nullable(featureName(feature), floating(FloatingPointPrecision.DOUBLE));
      case ONE_HOT, ORDINAL, IMAGE_FILE, TEXT ->
          Field.nullable(featureName(feature), ArrowType.Utf8.INSTANCE);
      case IMAGE -> Field.nullable(featureName(feature), ArrowType.Binary.INSTANCE);
      case TOKEN_IDS ->
          new Field(
              featureName(feature),
              FieldType.nullable(ArrowType.List.INSTANCE),
              List.of(Field.nullable("element", new ArrowType.Int(Integer.SIZE, true))));
      case ARRAY -> array(FloatingPointPrecision.SINGLE);
      case ARRAY_OF_FLOAT64 -> array(FloatingPointPrecision.DOUBLE);
    };
  }

  private static Field array(FloatingPointPrecision precision) {
    return new Field(
        ARRAY,
        FieldType.nullable(ArrowType.List.INSTANCE),
        List.of(Field.nullable("element", floating(precision))));
  }

  private static ArrowType floating(FloatingPointPrecision precision) {
    return new ArrowType.FloatingPoint(precision);
  }

  private static Field renamed(Field field, String name) {
    FieldType nullable = new FieldType(true, field.getType(), field.getDictionary());
    return new Field(name, nullable, field.getChildren());
  }
}
