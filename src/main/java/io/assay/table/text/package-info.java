/**
 * From a text to the token ids that a model takes, and back to the characters that each token came
 * from. It is pure: vocabularies come in as lines, and native tokenizers as a {@link
 * io.assay.table.text.Tokenizer}.
 */
@NullMarked
package io.assay.table.text;

import org.jspecify.annotations.NullMarked;
