package io.assay.table.text;

/** What became of a text: its {@link Tokens}, or why it cannot be an input. */
public sealed interface TextResult permits Tokens, TextFault {}
