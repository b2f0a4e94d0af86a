package io.assay.engine.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.table.text.TextDecoder;
import io.assay.table.text.TextForm;
import io.assay.table.text.TextForm.TooLong;
import io.assay.table.text.Token;
import io.assay.table.text.Tokens;
import io.assay.table.text.Tokens.Unit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FastTokenizerTest {
  private static final String FILE = "tokenizer.json";

  @Test
  void piecesKnowTheirWordTheirSentenceAndTheirCharacters() throws IOException {
    try (FastTokenizer tokenizer = FastTokenizer.open(json(), FILE, "[PAD]")) {
      Tokens tokens = tokenizer.tokenize("Unforgettable films! A caf\u00e9.");

      assertThat(tokens.tokens())
          .containsExactly(
              new Token(2, "[CLS]", -1, -1, 0, 0),
              new Token(7, "Unforget", 0, 0, 0, 8),
              new Token(8, "table", 0, 0, 8, 13),
              new Token(5, "film", 1, 0, 14, 18),
              new Token(6, "s", 1, 0, 18, 19),
              new Token(10, "!", 2, 0, 19, 20),
              new Token(11, "A", 3, 1, 21, 22),
              new Token(12, "caf\u00e9", 4, 1, 23, 27),
              new Token(9, ".", 5, 1, 27, 28),
              new Token(3, "[SEP]", -1, -1, 0, 0));
    }
  }

  @Test
  void groupsOfWordsHoldTheirPieces() throws IOException {
    String text = "unforgettable films";
    try (FastTokenizer tokenizer = FastTokenizer.open(json(), FILE, "[PAD]")) {
      Tokens tokens = tokenizer.tokenize(text);

      assertThat(tokens.groups(Unit.WORD, 8).names())
          .containsExactly("special_0", "word_0", "word_1", "special_1", "padding");
      assertThat(tokens.shown(Unit.WORD, text))
          .containsExactly("[CLS]", "unforgettable", "films", "[SEP]");
    }
  }

  @Test
  void charactersOutsideTheBasicPlaneAreCountedAsJavaDoes() throws IOException {
    try (FastTokenizer tokenizer = FastTokenizer.open(json(), FILE, "[PAD]")) {
      Token film = tokenizer.tokenize("\ud83d\ude00\ud83d\ude00 film").tokens().get(2);

      assertThat(film).isEqualTo(new Token(5, "film", 1, 0, 5, 9));
    }
  }

  @Test
  void theFilesOwnPaddingAndTruncationAreLeftOut() throws IOException {
    try (FastTokenizer tokenizer = FastTokenizer.open(json(), FILE, "[PAD]")) {
      assertThat(tokenizer.tokenize("good").size()).isEqualTo(3);
      assertThat(tokenizer.tokenize("good ".repeat(700)).size()).isEqualTo(702);
    }
  }

  @Test
  void anInputIsPaddedWithTheNamedToken() throws IOException {
    try (FastTokenizer tokenizer = FastTokenizer.open(json(), FILE, "[PAD]")) {
      TextDecoder decoder = new TextDecoder(tokenizer, new TextForm(6, TooLong.CUT));
      float[] ids = new float[6];

      decoder.write((Tokens) decoder.read("good film"), ids, 0);
      assertThat(ids).containsExactly(2, 4, 5, 3, 0, 0);

      decoder.write((Tokens) decoder.read("good good good good film film"), ids, 0);
      assertThat(ids).containsExactly(2, 4, 4, 4, 4, 3);
    }
  }

  @Test
  void aTextWithoutTokensHasOnlyThoseAdded() throws IOException {
    try (FastTokenizer tokenizer = FastTokenizer.open(json(), FILE, "[PAD]")) {
      assertThat(tokenizer.tokenize("").tokens()).allMatch(Token::isSpecial).hasSize(2);
    }
  }

  @Test
  void manyThreadsGetTheSameTokens() throws IOException {
    try (FastTokenizer tokenizer = FastTokenizer.open(json(), FILE, "[PAD]")) {
      Tokens alone = tokenizer.tokenize("good films");

      List<Tokens> together =
          IntStream.range(0, 500)
              .parallel()
              .mapToObj(each -> tokenizer.tokenize("good films"))
              .toList();

      assertThat(together).hasSize(500).containsOnly(alone);
    }
  }

  @Test
  void whatIsNoTokenizerIsRefused() {
    for (String wrong : List.of("", "hello", "{}", "{\"model\": {\"type\": \"Nonsense\"}}")) {
      assertThatThrownBy(() -> FastTokenizer.open(wrong.getBytes(StandardCharsets.UTF_8), "t", "x"))
          .as(wrong)
          .isInstanceOfSatisfying(
              AssayException.class,
              refused -> assertThat(refused.code()).isEqualTo(ErrorCode.MODEL_UNREADABLE))
          .hasMessageStartingWith("Cannot read tokenizer t: ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"<fill>", "fill", ""})
  void aPaddingTokenThatTheFileLacksIsRefused(String lacking) {
    assertThatThrownBy(() -> FastTokenizer.open(json(), FILE, lacking))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            "Tokenizer tokenizer.json has no token '%s' for padding; name one that it has",
            lacking);
  }

  private static byte[] json() throws IOException {
    try (InputStream stream =
        FastTokenizerTest.class.getResourceAsStream("/texts/tokenizer.json")) {
      assertThat(stream).isNotNull();
      return stream.readAllBytes();
    }
  }
}
