/**
 * Tokenizers in HuggingFace's format, by its own native library. The library is optional: it lies
 * beside our jar, and nothing else needs it.
 */
@NullMarked
package io.assay.engine.huggingface;

import org.jspecify.annotations.NullMarked;
