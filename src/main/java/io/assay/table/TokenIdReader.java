package io.assay.table;

import io.assay.baseline.FeatureGroups;
import io.assay.table.Reject.Reason;
import io.assay.table.text.TextForm;
import io.assay.table.text.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.complex.ListVector;

/** Reads a column of arrays of token ids; padding at their ends may be there or not. */
final class TokenIdReader implements FeatureReader {
  /** Above it float32 does not hold every whole number. */
  private static final int MOST_ID = 1 << 24;

  private final String column;
  private final TextColumn text;

  TokenIdReader(FeatureColumn column) {
    this.column = column.name();
    this.text = Objects.requireNonNull(column.text());
  }

  @Override
  public void read(FieldVector vector, Faults faults, Inputs inputs, int place) {
    ListVector lists = (ListVector) vector;
    for (int row = 0; row < faults.rows(); row++) {
      if (lists.isNull(row)) {
        faults.add(row, column, Reason.NULL, "null");
      } else {
        row(lists, row, faults, inputs, place);
      }
    }
  }

  private void row(ListVector lists, int row, Faults faults, Inputs inputs, int place) {
    IntVector elements = (IntVector) lists.getDataVector();
    List<Integer> ids = new ArrayList<>();
    for (int at = lists.getElementStartIndex(row); at < lists.getElementEndIndex(row); at++) {
      int element = at - lists.getElementStartIndex(row);
      if (elements.isNull(at)) {
        faults.add(row, column, Reason.NULL, "null at [" + element + "]");
        return;
      }
      int id = elements.get(at);
      if (id < 0 || id >= MOST_ID) {
        faults.add(row, column, Reason.UNKNOWN_CATEGORY, id + " at [" + element + "]");
        return;
      }
      ids.add(id);
    }
    while (!ids.isEmpty() && ids.get(ids.size() - 1) == text.padding()) {
      ids.remove(ids.size() - 1);
    }
    int length = text.form().length();
    if (ids.isEmpty()) {
      faults.add(row, column, Reason.EMPTY_TEXT, "no token");
    } else if (ids.size() > length && text.form().tooLong() == TextForm.TooLong.REJECT) {
      String found = ids.size() + " tokens; at most " + length;
      faults.add(row, column, Reason.TOO_LONG_TEXT, found);
    } else {
      write(ids.subList(0, Math.min(length, ids.size())), row, inputs, place);
    }
  }

  private void write(List<Integer> ids, int row, Inputs inputs, int place) {
    int length = text.form().length();
    List<String> names = new ArrayList<>();
    int[] groupOf = new int[length];
    for (int position = 0; position < length; position++) {
      boolean isToken = position < ids.size();
      inputs.values()[inputs.at(row, place + position)] =
          isToken ? ids.get(position) : text.padding();
      if (position <= ids.size()) {
        names.add(isToken ? "token_" + position : Tokens.PADDING);
      }
      groupOf[position] = Math.min(position, ids.size());
    }
    inputs.text(row, ids.stream().map(text::word).toList(), FeatureGroups.of(names, groupOf));
  }
}
