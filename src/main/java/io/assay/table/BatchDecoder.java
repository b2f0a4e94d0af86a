package io.assay.table;

import io.assay.table.Reject.Reason;
import io.assay.tensor.Coded;
import io.assay.tensor.RowIds;
import io.assay.tensor.RowSelection;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Turns Arrow columns into rows that a model can take. A row that a model cannot take becomes a
 * {@link Reject} of its first fault (row id, then features in order, then label): a missing row id;
 * a null or NaN, unless the layout keeps missing values; an infinite number, or one beyond float32;
 * an array of another width; an unknown category; an image that cannot be decoded or has another
 * size; a file that is missing; an empty text, or one with too many tokens; a missing label. No
 * fault becomes a zero. Columns are read one after the other, out of Arrow's own memory.
 */
public final class BatchDecoder {
  private final InputLayout layout;
  private final List<FeatureReader> readers;

  /** Creates a decoder of rows that name no files. */
  public BatchDecoder(InputLayout layout) {
    this(layout, RowSources.none());
  }

  /** Creates a decoder of numbers that become the nearest of float32. */
  public BatchDecoder(InputLayout layout, RowSources sources) {
    this(layout, sources, Rounding.NEAREST);
  }

  /**
   * Creates a decoder; it may be used for many batches, by one thread at a time.
   *
   * @param sources the files that rows name, and tokenizers
   * @param rounding of float64 columns
   */
  public BatchDecoder(InputLayout layout, RowSources sources, Rounding rounding) {
    this.layout = layout;
    this.readers =
        layout.features().stream()
            .map(column -> FeatureReader.of(column, layout.missing(), sources, rounding))
            .toList();
  }

  /**
   * Decodes all rows of a root.
   *
   * @param root columns of the layout's {@link InputLayout#inputSchema()}
   * @throws IllegalArgumentException if a column is missing or of another type
   */
  public DecodedBatch decode(VectorSchemaRoot root) {
    layout.inputSchema().getFields().forEach(field -> check(root, field));
    Faults faults = new Faults(root.getRowCount());
    @Nullable String[] rowIds = texts(root, InputLayout.ROW_ID);
    addNulls(rowIds, layout.rowId(), Reason.NO_ROW_ID, faults);
    Inputs inputs = features(root, faults);
    @Nullable String[] labels = labels(root, faults);
    int[] accepted = accepted(faults);
    Tensor values = inputs.tensor(accepted).reshape(layout.shapeOf(accepted.length));
    TensorBatch batch = new TensorBatch(new RowIds(chosen(rowIds, accepted)), values);
    return new DecodedBatch(
        batch,
        RowSelection.of(accepted),
        Coded.of(chosen(labels, labels.length == 0 ? new int[0] : accepted)),
        Coded.of(slices(root, accepted)),
        inputs.tokens(accepted),
        inputs.groups(accepted),
        faults.rejects(rowIds));
  }

  private static void check(VectorSchemaRoot root, Field needed) {
    FieldVector vector = root.getVector(needed.getName());
    if (vector == null || !sameType(vector.getField(), needed)) {
      throw new IllegalArgumentException(
          "column %s is %s; need %s"
              .formatted(needed.getName(), vector == null ? "missing" : vector.getField(), needed));
    }
  }

  private static boolean sameType(Field found, Field needed) {
    boolean same = found.getType().equals(needed.getType());
    if (needed.getName().equals(InputLayout.ARRAY)
        || (same && needed.getType().equals(ArrowType.List.INSTANCE))) {
      return same && sameType(found.getChildren().get(0), needed.getChildren().get(0));
    }
    return same;
  }

  private Inputs features(VectorSchemaRoot root, Faults faults) {
    Inputs inputs = new Inputs(faults.rows(), layout.width());
    int place = 0;
    for (int feature = 0; feature < readers.size(); feature++) {
      FieldVector vector = root.getVector(layout.featureName(feature));
      readers.get(feature).read(vector, faults, inputs, place);
      place += layout.features().get(feature).width();
    }
    return inputs;
  }

  private @Nullable String[] labels(VectorSchemaRoot root, Faults faults) {
    if (layout.label() == null) {
      return new String[0];
    }
    @Nullable String[] labels = texts(root, InputLayout.LABEL);
    addNulls(labels, layout.label(), Reason.NULL, faults);
    return labels;
  }

  private static int[] accepted(Faults faults) {
    int[] accepted = new int[faults.rows() - faults.rejected()];
    int next = 0;
    for (int row = 0; row < faults.rows(); row++) {
      if (!faults.has(row)) {
        accepted[next++] = row;
      }
    }
    return accepted;
  }

  private List<List<String>> slices(VectorSchemaRoot root, int[] accepted) {
    List<List<String>> slices = new ArrayList<>(accepted.length);
    for (int row = 0; row < accepted.length; row++) {
      slices.add(layout.slices().isEmpty() ? List.of() : new ArrayList<>(layout.slices().size()));
    }
    for (int slice = 0; slice < layout.slices().size(); slice++) {
      SliceColumn column = layout.slices().get(slice);
      @Nullable String[] values = texts(root, InputLayout.sliceName(slice));
      for (int row = 0; row < accepted.length; row++) {
        column.sliceOf(values[accepted[row]]).ifPresent(slices.get(row)::add);
      }
    }
    slices.replaceAll(List::copyOf);
    return slices;
  }

  private static @Nullable String[] texts(VectorSchemaRoot root, String column) {
    VarCharVector vector = (VarCharVector) root.getVector(column);
    @Nullable String[] texts = new String[root.getRowCount()];
    for (int row = 0; row < texts.length; row++) {
      texts[row] = vector.isNull(row) ? null : new String(vector.get(row), StandardCharsets.UTF_8);
    }
    return texts;
  }

  private static void addNulls(
      @Nullable String[] texts, String column, Reason reason, Faults faults) {
    for (int row = 0; row < texts.length; row++) {
      if (texts[row] == null) {
        faults.add(row, column, reason, "null");
      }
    }
  }

  private static List<String> chosen(@Nullable String[] texts, int[] rows) {
    List<String> chosen = new ArrayList<>(rows.length);
    for (int row : rows) {
      String text = texts[row];
      if (text == null) {
        throw new IllegalStateException("row " + row + " was accepted without a text");
      }
      chosen.add(text);
    }
    return chosen;
  }
}
