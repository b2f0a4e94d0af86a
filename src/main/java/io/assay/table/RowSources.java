package io.assay.table;

import io.assay.table.text.Tokenizer;
import io.assay.table.text.VocabularyTokenizer;
import java.io.FileNotFoundException;
import java.io.IOException;

/** What is needed beside the columns to read rows: the files that they name, and tokenizers. */
@FunctionalInterface
public interface RowSources {
  /**
   * Returns a file's bytes.
   *
   * @param path as the row has it
   * @throws IOException if it cannot be read
   */
  byte[] read(String path) throws IOException;

  /**
   * Returns the tokenizer of a column of texts; here one of a vocabulary alone.
   *
   * @throws IllegalArgumentException if its vocabulary cannot be used
   */
  default Tokenizer tokenizer(TextColumn text) {
    if (text.vocabulary() == null) {
      throw new IllegalArgumentException("no vocabulary");
    }
    return VocabularyTokenizer.of(text.vocabulary(), text.words());
  }

  /** Sources of rows that name no files. */
  static RowSources none() {
    return path -> {
      throw new FileNotFoundException(path);
    };
  }
}
