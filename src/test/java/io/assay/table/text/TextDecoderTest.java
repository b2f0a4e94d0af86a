package io.assay.table.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.baseline.FeatureGroups;
import io.assay.table.text.TextFault.Kind;
import io.assay.table.text.TextForm.TooLong;
import io.assay.table.text.Tokens.Unit;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextDecoderTest {
  private static final String WORDS = "[a-z]+(?:'[a-z]+)?|[0-9]+|[!?]";
  private static final VocabularyTokenizer SMALL =
      VocabularyTokenizer.of(
          VocabularyForm.standard().withPattern(WORDS),
          List.of("<pad>", "<unk>", "good", "film", "it's", "!", "2"));

  @Test
  void idsOfTheGoldenSentencesAreThoseOfTheModelsTraining() throws IOException {
    VocabularyTokenizer tokenizer =
        VocabularyTokenizer.of(VocabularyForm.standard().withPattern(WORDS), lines("vocab.txt"));
    TextDecoder decoder = new TextDecoder(tokenizer, new TextForm(40, TooLong.REJECT));
    List<String> golden = lines("golden.csv");
    assertThat(golden).hasSize(3);

    for (String line : golden) {
      String[] cells = line.split("\\|", -1);
      float[] ids = new float[42];
      decoder.write((Tokens) decoder.read(cells[0]), ids, 1);
      float[] expected = new float[42];
      String[] numbers = cells[1].split(" ", -1);
      for (int position = 0; position < 40; position++) {
        expected[1 + position] = Float.parseFloat(numbers[position]);
      }
      assertThat(ids).containsExactly(expected);
    }
  }

  @Test
  void aTokenKnowsItsCharactersItsWordAndItsSentence() {
    Tokens tokens = SMALL.tokenize("It's GOOD! A film?");

    assertThat(tokens.tokens())
        .containsExactly(
            new Token(4, "it's", 0, 0, 0, 4),
            new Token(2, "good", 1, 0, 5, 9),
            new Token(5, "!", 2, 0, 9, 10),
            new Token(1, "a", 3, 1, 11, 12),
            new Token(3, "film", 4, 1, 13, 17),
            new Token(1, "?", 5, 1, 17, 18));
  }

  @Test
  void charactersAreCountedInTheTextAsGivenWhereSmallLettersAreLonger() {
    Tokens tokens = SMALL.tokenize("\u0130\u0130 good \ud83d\ude00 film");

    assertThat(tokens.tokens())
        .filteredOn(token -> token.id() > 1)
        .extracting(Token::start)
        .containsExactly(3, 11);
  }

  @Test
  void capitalsMayBeKept() {
    VocabularyForm form = new VocabularyForm("\\w+", Casing.KEEP, "<pad>", "<unk>");
    VocabularyTokenizer tokenizer =
        VocabularyTokenizer.of(form, List.of("<pad>", "<unk>", "Good", "good"));

    assertThat(tokenizer.tokenize("good Good GOOD").tokens())
        .extracting(Token::id)
        .containsExactly(3, 2, 1);
  }

  @Test
  void aTextWithoutTokensIsAFault() {
    TextDecoder decoder = new TextDecoder(SMALL, new TextForm(4, TooLong.REJECT));

    assertThat(decoder.read(" \n")).isEqualTo(new TextFault(Kind.EMPTY, "an empty text"));
    assertThat(decoder.read("\u2026")).isEqualTo(new TextFault(Kind.EMPTY, "no token in '\u2026'"));
  }

  @Test
  void aTextThatIsTooLongIsAFaultOrCutAsAsked() {
    String text = "good good film !";

    assertThat(new TextDecoder(SMALL, new TextForm(3, TooLong.REJECT)).read(text))
        .isEqualTo(new TextFault(Kind.TOO_LONG, "4 tokens; at most 3"));
    assertThat(new TextDecoder(SMALL, new TextForm(3, TooLong.CUT)).read(text))
        .isEqualTo(new Tokens(SMALL.tokenize(text).tokens().subList(0, 3)));
  }

  @Test
  void cuttingKeepsWhatTheTokenizerAddedAtTheEnd() {
    Tokenizer framed = new Framed();

    TextResult cut = new TextDecoder(framed, new TextForm(4, TooLong.CUT)).read("good good film");
    TextResult none = new TextDecoder(framed, new TextForm(2, TooLong.CUT)).read("good");

    assertThat(((Tokens) cut).tokens())
        .extracting(Token::text)
        .containsExactly("[CLS]", "good", "good", "[SEP]");
    assertThat(none).isEqualTo(new TextFault(Kind.TOO_LONG, "no room for text in 2 tokens"));
  }

  @Test
  void groupsHoldEveryPositionOnceAndPaddingIsTheLast() {
    Tokens tokens = SMALL.tokenize("It's good! A film.");

    FeatureGroups each = tokens.groups(Unit.TOKEN, 7);
    FeatureGroups sentences = tokens.groups(Unit.SENTENCE, 7);

    assertThat(each.names())
        .containsExactly("token_0", "token_1", "token_2", "token_3", "token_4", "padding");
    assertThat(each.members(5)).containsExactly(5, 6);
    assertThat(sentences.names()).containsExactly("sentence_0", "sentence_1", "padding");
    assertThat(sentences.members(0)).containsExactly(0, 1, 2);
    assertThat(tokens.groups(Unit.WORD, 5).names()).doesNotContain("padding").hasSize(5);
    assertThat(tokens.shown(Unit.SENTENCE, "It's good! A film."))
        .containsExactly("It's good!", "A film");
    assertThatThrownBy(() -> tokens.groups(Unit.TOKEN, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("5 tokens do not fit 4 positions");
  }

  @Test
  void addedTokensAreGroupsOfTheirOwn() {
    Tokens tokens = new Framed().tokenize("good film");

    assertThat(tokens.groups(Unit.SENTENCE, 5).names())
        .containsExactly("special_0", "sentence_0", "special_1", "padding");
    assertThat(tokens.shown(Unit.SENTENCE, "good film"))
        .containsExactly("[CLS]", "good film", "[SEP]");
  }

  @Test
  void wrongVocabulariesAreRefused() {
    VocabularyForm form = VocabularyForm.standard();

    assertThatThrownBy(() -> VocabularyTokenizer.of(form, List.of("<pad>", "a", "<unk>", "a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the vocabulary lists 'a' in lines 2 and 4; list every word once");
    assertThatThrownBy(() -> VocabularyTokenizer.of(form, List.of("<pad>", "a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("unknown is '<unk>', which is not among the 2 words of the vocabulary");
    assertThatThrownBy(() -> form.withPattern("a("))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("pattern is 'a(': ");
  }

  @Test
  void aTokenizerTravels() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream stream = new ObjectOutputStream(bytes)) {
      stream.writeObject(SMALL);
    }

    Tokenizer arrived;
    try (ObjectInputStream stream =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      arrived = (Tokenizer) stream.readObject();
    }

    assertThat(arrived.tokenize("good film")).isEqualTo(SMALL.tokenize("good film"));
  }

  /** Adds a token before and one after, as BERT's tokenizers do. */
  private static final class Framed implements Tokenizer {
    @Override
    public Tokens tokenize(String text) {
      Token first = new Token(101, "[CLS]", Token.NONE, Token.NONE, 0, 0);
      Token last = new Token(102, "[SEP]", Token.NONE, Token.NONE, 0, 0);
      Token[] tokens = new Token[SMALL.tokenize(text).size() + 2];
      Arrays.setAll(
          tokens,
          at ->
              at == 0
                  ? first
                  : at == tokens.length - 1 ? last : SMALL.tokenize(text).tokens().get(at - 1));
      return new Tokens(List.of(tokens));
    }

    @Override
    public int padding() {
      return 0;
    }
  }

  private static List<String> lines(String name) throws IOException {
    try (InputStream stream = TextDecoderTest.class.getResourceAsStream("/texts/" + name)) {
      assertThat(stream).as(name).isNotNull();
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
