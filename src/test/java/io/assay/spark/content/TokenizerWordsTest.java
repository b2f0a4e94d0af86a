package io.assay.spark.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.AssayException;
import io.assay.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerWordsTest {
  @Test
  void wordsStandAtTheirIds() {
    assertThat(
            TokenizerWords.of(
                """
                {"model": {"vocab": {"b": 3, "a": 0}}, "added_tokens": [{"id": 1, "content": "c"}]}
                """))
        .containsExactly("a", "c", "", "b");
  }

  @Test
  void unigramsStandInTheirOrder() {
    assertThat(TokenizerWords.of("{'model': {'vocab': [['a', -1.5], ['b', -2]]}}"))
        .containsExactly("a", "b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{'model': 1}",
        "{'model': {'vocab': {'a': 'one'}}}",
        "{'model': {'vocab': {'a': [1, 2]}}}",
        "{'model': {'vocab': [1]}}",
        "{'model': {}, 'added_tokens': [{'id': 1}]}",
        "{'model': {'vocab': {'a': 2147483647}}}",
        "{'model': {'vocab': {'a': -1}}}"
      })
  void whatIsNoTokenizerIsAnError(String json) {
    assertThatThrownBy(() -> TokenizerWords.of(json))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("input.text.tokenizer")
        .extracting(e -> ((AssayException) e).code())
        .isEqualTo(ErrorCode.MODEL_UNREADABLE);
  }
}
