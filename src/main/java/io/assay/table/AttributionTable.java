package io.assay.table;

import static io.assay.table.Columns.FLOAT32;
import static io.assay.table.Columns.FLOAT64;
import static io.assay.table.Columns.INT64;
import static io.assay.table.Columns.TEXT;

import io.assay.attribution.Attributions;
import io.assay.attribution.Diagnostic;
import io.assay.attribution.MethodInfo;
import io.assay.attribution.MethodInfo.Completeness;
import io.assay.tensor.RowSelection;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The attribution table of one method: a record for every row and explained scalar.
 *
 * <p>Columns: {@code row_id}, {@code target}, {@code score}, {@code baseline_score} (null for a
 * method without a baseline), {@code completeness_gap} (null where values are not meant to add up),
 * {@code model_calls} (of the row, all its targets together, written on each), the method's
 * diagnostics, the columns carried through, of a text its {@code tokens}, and then the
 * attributions: in the wide layout a column a feature group, and for sampled methods {@code
 * <group>__se} with its standard error; in the array layout {@code values}, and for sampled methods
 * {@code std_errors}.
 *
 * <p>Names: a column bears the name of its group or raw column, letter for letter. A table in which
 * two names are equal, in any case of letters, or one is empty or {@linkplain #reservedNames
 * reserved}, is refused.
 */
public final class AttributionTable {
  private static final int RECORDS_IN_CACHE = 128;
  private static final String ROW_ID = "row_id";
  private static final String TARGET = "target";
  private static final String SCORE = "score";
  private static final String BASELINE_SCORE = "baseline_score";
  private static final String GAP = "completeness_gap";
  private static final String CALLS = "model_calls";
  private static final String TOKENS = "tokens";
  private static final String VALUES = "values";
  private static final String ERRORS = "std_errors";

  // run_id and method are the folders' columns: a reader of the folder gets them too.
  private static final List<String> RESERVED =
      List.of(ROW_ID, TARGET, SCORE, BASELINE_SCORE, GAP, CALLS, "run_id", "method");

  private final Spec spec;
  private final List<String> errorColumns;
  private final Schema schema;

  /** How attributions lie in their table. */
  public enum Layout {
    /** One column a feature group. */
    WIDE,
    /** One list column. */
    ARRAY
  }

  /**
   * What a table holds.
   *
   * @param method whose attributions
   * @param layout how they lie
   * @param groups the names of the feature groups, in order
   * @param diagnostics the names of the method's diagnostics; a batch that lacks one gets nulls
   * @param hasTokens whether rows are texts, whose tokens stand in a column of their own
   * @param keep the columns carried through, under their raw names
   * @param metadata notes for the schema: feature names, units, method options, run id
   */
  public record Spec(
      MethodInfo<?> method,
      Layout layout,
      List<String> groups,
      List<String> diagnostics,
      boolean hasTokens,
      List<Field> keep,
      Map<String, String> metadata) {
    /** Copies the collections. */
    public Spec {
      groups = List.copyOf(groups);
      diagnostics = List.copyOf(diagnostics);
      keep = List.copyOf(keep);
      metadata = Map.copyOf(metadata);
    }

    /** A table of rows that are no texts. */
    public Spec(
        MethodInfo<?> method,
        Layout layout,
        List<String> groups,
        List<String> diagnostics,
        List<Field> keep,
        Map<String, String> metadata) {
      this(method, layout, groups, diagnostics, false, keep, metadata);
    }
  }

  /** The names of explained scalars. */
  @FunctionalInterface
  public interface TargetNames {
    /** Returns the name of the output that a slot of a row explains. */
    String name(int row, int slot);
  }

  /**
   * Where the columns carried through lie.
   *
   * @param input the root that the rows were decoded from
   * @param positions for each row of the attributions its position there
   * @param tokens of texts the tokens of each row; empty otherwise
   */
  public record Kept(VectorSchemaRoot input, RowSelection positions, List<List<String>> tokens) {
    /** Rows that are no texts. */
    public Kept(VectorSchemaRoot input, RowSelection positions) {
      this(input, positions, List.of());
    }
  }

  /**
   * Creates the table of a spec.
   *
   * @throws io.assay.AssayException COLUMN_INVALID if two columns would have one name
   */
  public AttributionTable(Spec spec) {
    this.spec = spec;
    boolean hasErrorColumns = spec.layout() == Layout.WIDE && spec.method().isSampled();
    this.errorColumns =
        hasErrorColumns ? spec.groups().stream().map(group -> group + "__se").toList() : List.of();
    this.schema = new Schema(fields(), spec.metadata());
    ColumnNames names = new ColumnNames(List.of("run_id", "method"));
    schema.getFields().forEach(field -> names.take(field.getName()));
  }

  /** Returns the names that no feature group and no column carried through can have. */
  public static List<String> reservedNames() {
    return RESERVED;
  }

  /** Returns the columns, with the spec's metadata. */
  public Schema schema() {
    return schema;
  }

  /**
   * Replaces the content of a root by attributions: rows in order, and of a row its slots in order.
   *
   * @param root made from {@link #schema()}
   * @param attributions of the spec's method; standard errors that are absent become nulls
   * @param targets the names of the explained scalars
   * @param kept where the columns carried through lie
   * @throws IllegalArgumentException if root, attributions or positions do not fit the spec
   */
  public void fill(
      VectorSchemaRoot root, Attributions attributions, TargetNames targets, Kept kept) {
    check(attributions, kept);
    int slots = attributions.slots();
    RootWriter writer = new RootWriter(root, schema, attributions.rows() * slots);
    writer.texts(ROW_ID, record -> attributions.rowIds().id(record / slots));
    writer.texts(TARGET, record -> targets.name(record / slots, record % slots));
    writer.float32(SCORE, attributions.scores().values());
    if (spec.method().hasBaselineScores()) {
      writer.float32(BASELINE_SCORE, attributions.baselineScores().values());
    } else {
      writer.nulls(BASELINE_SCORE);
    }
    writeGaps(writer, attributions);
    writer.int64(CALLS, record -> attributions.calls().of(record / slots));
    writeDiagnostics(writer, attributions.diagnostics());
    writeKept(writer, kept, slots);
    if (spec.hasTokens()) {
      writer.textLists(TOKENS, record -> kept.tokens().get(record / slots));
    }
    if (spec.layout() == Layout.WIDE) {
      writeColumns(writer, spec.groups(), Optional.of(attributions.values()));
      writeColumns(writer, errorColumns, attributions.standardErrors());
    } else {
      writeLists(writer, attributions);
    }
    writer.finish();
  }

  private void check(Attributions attributions, Kept kept) {
    boolean fits =
        attributions.groups() == spec.groups().size()
            && kept.positions().size() == attributions.rows()
            && attributions.calls().rows() == attributions.rows();
    if (!fits) {
      throw new IllegalArgumentException(
          "%d groups, %d rows, %d positions, calls of %d rows; the table has %d groups"
              .formatted(
                  attributions.groups(),
                  attributions.rows(),
                  kept.positions().size(),
                  attributions.calls().rows(),
                  spec.groups().size()));
    }
  }

  private void writeGaps(RootWriter writer, Attributions attributions) {
    if (spec.method().completeness() == Completeness.NONE) {
      writer.nulls(GAP);
      return;
    }
    int slots = attributions.slots();
    writer.float64(GAP, record -> attributions.completenessGap(record / slots, record % slots));
  }

  private void writeDiagnostics(RootWriter writer, List<Diagnostic> diagnostics) {
    Map<String, Tensor> found = new HashMap<>();
    diagnostics.forEach(diagnostic -> found.put(diagnostic.name(), diagnostic.values()));
    for (String name : spec.diagnostics()) {
      Tensor values = found.remove(name);
      if (values == null) {
        writer.nulls(name);
      } else {
        writer.float32Known(name, values.values());
      }
    }
    if (!found.isEmpty()) {
      throw new IllegalArgumentException(
          "the table has no column for diagnostics " + found.keySet());
    }
  }

  private void writeKept(RootWriter writer, Kept kept, int slots) {
    for (int column = 0; column < spec.keep().size(); column++) {
      String name = spec.keep().get(column).getName();
      FieldVector from = kept.input().getVector(InputLayout.keepName(column));
      if (kept.positions().isAll() && slots == 1) {
        writer.shares(name, from);
      } else {
        writer.copies(name, from, record -> kept.positions().at(record / slots));
      }
    }
  }

  /** Cuts [rows, slots, groups] into one column a group. */
  private static void writeColumns(
      RootWriter writer, List<String> columns, Optional<Tensor> numbers) {
    float[][] cut =
        numbers.isPresent() ? transposed(numbers.get().values(), columns.size()) : new float[0][];
    for (int group = 0; group < columns.size(); group++) {
      if (numbers.isPresent()) {
        writer.float32(columns.get(group), cut[group]);
      } else {
        writer.nulls(columns.get(group));
      }
    }
  }

  private static float[][] transposed(float[] numbers, int columns) {
    int records = columns == 0 ? 0 : numbers.length / columns;
    float[][] cut = new float[columns][records];
    for (int start = 0; start < records; start += RECORDS_IN_CACHE) {
      int end = Math.min(records, start + RECORDS_IN_CACHE);
      for (int column = 0; column < columns; column++) {
        int from = start * columns + column;
        for (int record = start; record < end; record++) {
          cut[column][record] = numbers[from];
          from += columns;
        }
      }
    }
    return cut;
  }

  private void writeLists(RootWriter writer, Attributions attributions) {
    writer.float32Lists(VALUES, attributions.values().values(), attributions.groups());
    if (spec.method().isSampled()) {
      attributions
          .standardErrors()
          .ifPresentOrElse(
              errors -> writer.float32Lists(ERRORS, errors.values(), attributions.groups()),
              () -> writer.nulls(ERRORS));
    }
  }

  private List<Field> fields() {
    List<Field> fields = new ArrayList<>();
    fields.add(Columns.required(ROW_ID, TEXT));
    fields.add(Columns.required(TARGET, TEXT));
    fields.add(Columns.required(SCORE, FLOAT32));
    fields.add(Columns.optional(BASELINE_SCORE, FLOAT32));
    fields.add(Columns.optional(GAP, FLOAT64));
    fields.add(Columns.required(CALLS, INT64));
    spec.diagnostics().forEach(name -> fields.add(Columns.optional(name, FLOAT32)));
    spec.keep().forEach(raw -> fields.add(nullable(raw)));
    if (spec.hasTokens()) {
      fields.add(Columns.requiredList(TOKENS, TEXT));
    }
    if (spec.layout() == Layout.WIDE) {
      addColumns(fields);
    } else {
      addLists(fields);
    }
    return fields;
  }

  private void addColumns(List<Field> fields) {
    for (int group = 0; group < spec.groups().size(); group++) {
      fields.add(Columns.required(spec.groups().get(group), FLOAT32));
      if (!errorColumns.isEmpty()) {
        fields.add(Columns.optional(errorColumns.get(group), FLOAT32));
      }
    }
  }

  private void addLists(List<Field> fields) {
    fields.add(Columns.requiredList(VALUES, FLOAT32));
    if (spec.method().isSampled()) {
      fields.add(Columns.optionalList(ERRORS, FLOAT32));
    }
  }

  private static Field nullable(Field raw) {
    return new Field(
        raw.getName(), new FieldType(true, raw.getType(), raw.getDictionary()), raw.getChildren());
  }
}
