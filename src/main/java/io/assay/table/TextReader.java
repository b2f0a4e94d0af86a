package io.assay.table;

import io.assay.table.Reject.Reason;
import io.assay.table.text.TextDecoder;
import io.assay.table.text.TextFault;
import io.assay.table.text.TextResult;
import io.assay.table.text.Token;
import io.assay.table.text.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;

/** Reads a column of texts. */
final class TextReader implements FeatureReader {
  private final String column;
  private final TextColumn text;
  private final TextDecoder decoder;

  TextReader(FeatureColumn column, RowSources sources) {
    this.column = column.name();
    this.text = Objects.requireNonNull(column.text());
    this.decoder = new TextDecoder(sources.tokenizer(text), text.form());
  }

  @Override
  public void read(FieldVector vector, Faults faults, Inputs inputs, int place) {
    VarCharVector texts = (VarCharVector) vector;
    for (int row = 0; row < faults.rows(); row++) {
      if (texts.isNull(row)) {
        faults.add(row, column, Reason.NULL, "null");
        continue;
      }
      TextResult result = decoder.read(new String(texts.get(row), StandardCharsets.UTF_8));
      if (result instanceof Tokens tokens) {
        decoder.write(tokens, inputs.values(), inputs.at(row, place));
        inputs.text(
            row,
            tokens.tokens().stream().map(Token::text).toList(),
            tokens.groups(text.unit(), text.form().length()));
      } else if (result instanceof TextFault fault) {
        boolean isEmpty = fault.kind() == TextFault.Kind.EMPTY;
        faults.add(row, column, isEmpty ? Reason.EMPTY_TEXT : Reason.TOO_LONG_TEXT, fault.found());
      }
    }
  }
}
