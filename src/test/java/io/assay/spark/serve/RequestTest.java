package io.assay.spark.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "two words",
        "a/b",
        "a%2Fb",
        "..",
        "<b>&\"'",
        "caf\u00e9 \ud83d\ude00",
        "+",
        "a=b&c"
      })
  void aValueComesBackAsItWasWritten(String value) {
    Request request = Request.of("/x", "id=" + Request.encoded(value) + "&file=3").orElseThrow();

    assertThat(request.asked("id")).isEqualTo(value);
    assertThat(request.number("file")).isEqualTo(3);
  }

  @Test
  void namesAreDecodedOnce() {
    assertThat(Request.of("/a%2541/b%20c/", null).orElseThrow().names())
        .containsExactly("a%41", "b c");
    assertThat(Request.of("/", null).orElseThrow().names()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "x", "//", "/a//b", "/..", "/.", "/%2e%2e", "/a%2fb", "/a%5cb", "/a%00", "/%0a", "/%zz",
        "/%", "/%4", "/%ff", "/%c0%af"
      })
  void whatCouldBeMoreThanANameIsNoRequest(String path) {
    assertThat(Request.of(path, null)).isEmpty();
  }

  @Test
  void whatIsAskedStrangelyIsNotAsked() {
    Request request =
        Request.of("/x", "file=-1&row=9999999999999999999&id=%ff&=y&id=2&z").orElseThrow();

    assertThat(request.number("file")).isZero();
    assertThat(request.number("row")).isZero();
    assertThat(request.asked("id")).isEqualTo("2"); // the first was no text
    assertThat(Request.of("/" + "x".repeat(5_000), null)).isEqualTo(java.util.Optional.empty());
    assertThat(request.names()).isEqualTo(List.of("x"));
  }
}
