package io.assay.table;

import io.assay.table.Reject.Reason;
import io.assay.table.text.TextDecoder;
import io.assay.table.text.TextFault;
import io.assay.table.text.TextResult;
import io.assay.table.text.Token;
import io.assay.table.text.Tokens;
import java.util.Objects;
import java.util.Optional;

/** Reads a column of texts. */
final class TextReader implements FeatureReader {
  private final String column;
  private final At at;
  private final TextColumn text;
  private final TextDecoder decoder;
  private final TextBytes bytes = new TextBytes();

  TextReader(FeatureColumn column, At at, RowSources sources) {
    this.column = column.name();
    this.at = at;
    this.text = Objects.requireNonNull(column.text());
    this.decoder = new TextDecoder(sources.tokenizer(text), text.form());
  }

  @Override
  public Optional<Fault> read(RowCells row, Inputs inputs) {
    if (row.isNull(at.column())) {
      return Fault.missing(column);
    }
    bytes.clear();
    row.text(at.column(), bytes);
    TextResult result = decoder.read(bytes.toString());
    if (result instanceof TextFault fault) {
      boolean isEmpty = fault.kind() == TextFault.Kind.EMPTY;
      Reason reason = isEmpty ? Reason.EMPTY_TEXT : Reason.TOO_LONG_TEXT;
      return Fault.of(column, reason, fault.found());
    }
    if (result instanceof Tokens tokens) {
      decoder.write(tokens, inputs.values(), inputs.start() + at.place());
      inputs.text(
          tokens.tokens().stream().map(Token::text).toList(),
          tokens.groups(text.unit(), text.form().length()));
    }
    return Optional.empty();
  }
}
