package io.assay.job.input;

import io.assay.attribution.Setting;
import java.util.Optional;

/** A text column, and how a text becomes a model's input of token ids [max-length]. */
public record TextSpec(
    @Setting(meaning = "The column of texts. Either this or ids.", standard = "none")
        Optional<String> column,
    @Setting(
            meaning = "An array column of token ids that are made already. Either this or column.",
            standard = "none")
        Optional<String> ids,
    @Setting(
            meaning =
                "A file of words, one a line, in the order of their ids, relative to the job file. For column: either this or tokenizer. For ids it gives the words behind them.",
            standard = "none")
        Optional<String> vocabulary,
    @Setting(
            meaning = "For vocabulary: what a token is, a Java regular expression.",
            standard = "'\\w+|[^\\w\\s]'")
        String regex,
    @Setting(meaning = "For vocabulary: whether letters become small first.", standard = "true")
        boolean lowerCase,
    @Setting(
            meaning =
                "For vocabulary: the word that fills an input after its last token; for ids its id.",
            standard = "<pad>")
        String pad,
    @Setting(
            meaning = "For vocabulary: the word that stands for all that are not in it.",
            standard = "<unk>")
        String unknown,
    @Setting(
            meaning = "A tokenizer.json of Hugging Face, relative to the job file.",
            standard = "none")
        Optional<String> tokenizer,
    @Setting(meaning = "Token ids of the model's input.", allowed = "1 to 65536", unit = "tokens")
        int maxLength,
    @Setting(meaning = "What becomes of a text that has more tokens.", standard = "reject")
        TooLong tooLong,
    @Setting(
            meaning = "Tokens attributed together by methods that ask for scores alone.",
            standard = "token")
        Unit groups) {
  /** What becomes of a text that has more tokens than the input. */
  public enum TooLong {
    /** The row is rejected. */
    REJECT,
    /** Its last tokens are left out. */
    CUT
  }

  /** What of a text is attributed together. */
  public enum Unit {
    /** Every token alone. */
    TOKEN,
    /** The tokens of a word. */
    WORD,
    /** The tokens of a sentence. */
    SENTENCE
  }

  /** Returns this text with its files elsewhere. */
  public TextSpec withFiles(Optional<String> words, Optional<String> json) {
    return new TextSpec(
        column, ids, words, regex, lowerCase, pad, unknown, json, maxLength, tooLong, groups);
  }
}
