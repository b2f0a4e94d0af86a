package io.assay.spark.content;

import io.assay.engine.huggingface.FastTokenizer;
import io.assay.table.TextColumn;
import io.assay.table.text.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tokenizers of this executor that hold native memory: each is opened once and shared by all
 * task slots. It lives as long as the JVM, as models do.
 */
final class ExecutorTokenizers {
  /** What makes two tokenizers the same. */
  private record Key(String json, String pad) {}

  private static final Map<Key, FastTokenizer> OPENED = new ConcurrentHashMap<>();

  private ExecutorTokenizers() {}

  /**
   * Returns the tokenizer of a column.
   *
   * @throws io.assay.AssayException as {@link FastTokenizer#open} does
   */
  static Tokenizer of(TextColumn text) {
    return OPENED.computeIfAbsent(
        new Key(text.tokenizer(), text.pad()),
        key ->
            FastTokenizer.open(
                key.json().getBytes(StandardCharsets.UTF_8), "input.text.tokenizer", key.pad()));
  }
}
