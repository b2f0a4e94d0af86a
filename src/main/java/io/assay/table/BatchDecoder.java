package io.assay.table;

import io.assay.table.Reject.Reason;
import io.assay.tensor.RowIds;
import io.assay.tensor.TensorBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns rows into batches that a model can take, one row after the other. A row that a model cannot
 * take becomes a {@link Reject} of its first fault (row id, then features in order, then label): a
 * missing row id; a null or NaN, unless the layout keeps missing values; an infinite number, or one
 * beyond float32; an array of another width; an unknown category; an image that cannot be decoded
 * or has another size; a file that is missing; an empty text, or one with too many tokens; a
 * missing label. No fault becomes a zero. Values go from the row's own memory into the batch's
 * array; labels and slices are made once a batch each.
 */
public final class BatchDecoder {
  private final InputLayout layout;
  private final FeatureReader[] readers;
  private final RowIdRule ids;
  private final SliceReader slices;
  private final TextBytes text = new TextBytes();
  private Inputs inputs;
  private CodedColumn<String> labels;
  private List<String> rowIds = new ArrayList<>();
  private List<Reject> rejects = new ArrayList<>();

  /** Creates a decoder of rows that name no files. */
  public BatchDecoder(InputLayout layout) {
    this(layout, RowSources.none());
  }

  /** Creates a decoder of numbers that become the nearest of float32. */
  public BatchDecoder(InputLayout layout, RowSources sources) {
    this(layout, sources, Rounding.NEAREST);
  }

  /** Creates a decoder of rows whose ids stay as they are. */
  public BatchDecoder(InputLayout layout, RowSources sources, Rounding rounding) {
    this(layout, sources, rounding, RowIdRule.asTheyAre());
  }

  /**
   * Creates a decoder; it may be used for many batches, by one thread at a time.
   *
   * @param sources the files that rows name, and tokenizers
   * @param rounding of float64 columns
   * @param ids what becomes of row ids
   */
  public BatchDecoder(InputLayout layout, RowSources sources, Rounding rounding, RowIdRule ids) {
    this.layout = layout;
    this.readers = FeatureReader.all(layout, sources, rounding).toArray(FeatureReader[]::new);
    this.ids = ids;
    this.slices = new SliceReader(layout);
    this.inputs = new Inputs(0, layout.width());
    this.labels = new CodedColumn<>(0, TextBytes::toString);
  }

  /** Starts a batch of at most so many rows, rejects among them. */
  public void start(int mostRows) {
    inputs = new Inputs(mostRows, layout.width());
    labels = new CodedColumn<>(layout.label() == null ? 0 : mostRows, TextBytes::toString);
    slices.start(mostRows);
    rowIds = new ArrayList<>(mostRows);
    rejects = new ArrayList<>();
  }

  /**
   * Reads the next row of the batch.
   *
   * @param row cells of the layout's {@link InputLayout#inputSchema()}
   * @return whether the row is in the batch; otherwise it is among its rejects
   * @throws io.assay.AssayException ROW_ID_DUPLICATE
   */
  public boolean read(RowCells row) {
    if (row.isNull(InputLayout.ROW_ID_COLUMN)) {
      rejects.add(new Reject("", layout.rowId(), Reason.NO_ROW_ID, "null"));
      return false;
    }
    String id = ids.next(text(row, InputLayout.ROW_ID_COLUMN).toString());
    Optional<Fault> fault = readInputs(row);
    if (fault.isPresent()) {
      inputs.discard();
      rejects.add(fault.get().of(id));
      return false;
    }
    inputs.accept();
    rowIds.add(id);
    if (layout.label() != null) {
      labels.add(label(row));
    }
    slices.read(row);
    return true;
  }

  private Optional<Fault> readInputs(RowCells row) {
    for (FeatureReader reader : readers) {
      Optional<Fault> fault = reader.read(row, inputs);
      if (fault.isPresent()) {
        return fault;
      }
    }
    String label = layout.label();
    return label != null
            && layout.unlabelled() == InputLayout.Unlabelled.REJECT
            && row.isNull(layout.labelColumn())
        ? Fault.missing(label)
        : Optional.empty();
  }

  /** Returns the label of a row; empty if it has none and need not. */
  private TextBytes label(RowCells row) {
    if (row.isNull(layout.labelColumn())) {
      text.clear();
      return text;
    }
    return text(row, layout.labelColumn());
  }

  private TextBytes text(RowCells row, int column) {
    text.clear();
    row.text(column, text);
    return text;
  }

  /** Returns the batch that was started last. */
  public DecodedBatch finish() {
    int rows = rowIds.size();
    return new DecodedBatch(
        new TensorBatch(new RowIds(rowIds), inputs.tensor(layout.shapeOf(rows))),
        labels.finish(),
        slices.finish(),
        inputs.tokens(),
        inputs.groups(),
        rejects);
  }
}
