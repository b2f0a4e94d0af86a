package io.assay.table;

import io.assay.baseline.FeatureGroups;
import io.assay.table.Reject.Reason;
import io.assay.table.text.TextForm;
import io.assay.table.text.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Reads a column of arrays of token ids; padding at their ends may be there or not. */
final class TokenIdReader implements FeatureReader {
  /** Above it float32 does not hold every whole number. */
  private static final int MOST_ID = 1 << 24;

  private final String column;
  private final At at;
  private final TextColumn text;

  TokenIdReader(FeatureColumn column, At at) {
    this.column = column.name();
    this.at = at;
    this.text = Objects.requireNonNull(column.text());
  }

  @Override
  public Optional<Fault> read(RowCells row, Inputs inputs) {
    if (row.isNull(at.column())) {
      return Fault.missing(column);
    }
    ArrayCells elements = row.array(at.column());
    List<Integer> ids = new ArrayList<>();
    for (int element = 0; element < elements.length(); element++) {
      if (elements.isNull(element)) {
        return Fault.of(column, Reason.NULL, "null at [" + element + "]");
      }
      int id = elements.int32(element);
      if (id < 0 || id >= MOST_ID) {
        return Fault.of(column, Reason.UNKNOWN_CATEGORY, id + " at [" + element + "]");
      }
      ids.add(id);
    }
    return read(ids, inputs);
  }

  private Optional<Fault> read(List<Integer> ids, Inputs inputs) {
    while (!ids.isEmpty() && ids.get(ids.size() - 1) == text.padding()) {
      ids.remove(ids.size() - 1);
    }
    int length = text.form().length();
    if (ids.isEmpty()) {
      return Fault.of(column, Reason.EMPTY_TEXT, "no token");
    }
    if (ids.size() > length && text.form().tooLong() == TextForm.TooLong.REJECT) {
      String found = ids.size() + " tokens; at most " + length;
      return Fault.of(column, Reason.TOO_LONG_TEXT, found);
    }
    write(ids.subList(0, Math.min(length, ids.size())), inputs);
    return Optional.empty();
  }

  private void write(List<Integer> ids, Inputs inputs) {
    int length = text.form().length();
    List<String> names = new ArrayList<>();
    int[] groupOf = new int[length];
    for (int position = 0; position < length; position++) {
      boolean isToken = position < ids.size();
      inputs.values()[inputs.start() + at.place() + position] =
          isToken ? ids.get(position) : text.padding();
      if (position <= ids.size()) {
        names.add(isToken ? "token_" + position : Tokens.PADDING);
      }
      groupOf[position] = Math.min(position, ids.size());
    }
    inputs.text(ids.stream().map(text::word).toList(), FeatureGroups.of(names, groupOf));
  }
}
