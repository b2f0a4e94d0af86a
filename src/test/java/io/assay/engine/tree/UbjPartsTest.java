package io.assay.engine.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.engine.tree.FilePart.Fields;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files are spelled out: what follows a # is a number of 8 bytes, all other signs are bytes. */
class UbjPartsTest {
  @Test
  void listsOfNumbersMayBeWrittenInEveryWay() throws IOException {
    Fields fields =
        read(
            "{U\u0001a[$U#U\u0003\u0001\u0002\u0003U\u0001b[#U\u0002i\u0005U\u0006U\u0001c[TFU\u0007]}");

    assertThat(whole(fields.numbers("a"))).containsExactly(1, 2, 3);
    assertThat(whole(fields.numbers("b"))).containsExactly(5, 6);
    assertThat(whole(fields.numbers("c"))).containsExactly(1, 0, 7);
  }

  @Test
  void numbersOfEveryTypeKeepTheirSign() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeBytes("{U\u0001a[i");
    out.writeByte(-1);
    out.writeBytes("U");
    out.writeByte(255);
    out.writeBytes("I");
    out.writeShort(-300);
    out.writeBytes("l");
    out.writeInt(-70_000);
    out.writeBytes("L");
    out.writeLong(-70_000);
    out.writeBytes("d");
    out.writeFloat(-0.5f);
    out.writeBytes("D");
    out.writeDouble(0.25);
    out.writeBytes("]}");

    NumberList numbers = read(bytes.toByteArray()).numbers("a");

    float[] found = new float[numbers.size()];
    for (int at = 0; at < found.length; at++) {
      found[at] = numbers.single(at);
    }
    assertThat(found).containsExactly(-1, 255, -300, -70_000, -70_000, -0.5f, 0.25f);
  }

  @Test
  void wordsAndObjectsAreRead() throws IOException {
    Fields fields = read("{i\u0001a{i\u0001bSi\u0002xy}i\u0001c[#i\u0001{}i\u0001dZi\u0001eCx}");

    assertThat(fields.fields("a").word("b")).isEqualTo("xy");
    assertThat(fields.list("c")).hasSize(1);
    assertThat(fields.word("d")).isEqualTo("null");
    assertThat(fields.word("e")).isEqualTo("x");
  }

  @Test
  void fieldsThatNobodyAskedForArePassedOver() throws IOException {
    Fields fields = read("{i\u0001x[$U#U\u0001\u0001i\u0001ai\u0005}");

    assertThat(fields.has("x")).isFalse();
    assertThat(fields.count("a")).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 9, 1_000_000_000_000L, Long.MAX_VALUE, Long.MIN_VALUE})
  void aLengthIsHeldAgainstWhatIsLeft(long length) {
    for (String before : new String[] {"[#L", "[$U#L", "[$L#L", "[$d#L", "SL"}) {
      assertThatThrownBy(() -> read(withLength("{i\u0001a" + before, length)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(length + " values of ")
          .hasMessageContaining("bytes are announced, 8 bytes are left");
    }
  }

  @Test
  void aLengthOfANameIsHeldAgainstWhatIsLeft() {
    assertThatThrownBy(() -> read(withLength("{L", Long.MAX_VALUE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("9223372036854775807 values of 1 bytes are announced");
  }

  private static byte[] withLength(String before, long length) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeBytes(before);
    out.writeLong(length);
    out.writeLong(0);
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ | the file ends here",
        "{i | the file ends here",
        "{d | a length has the type 'd'; need one of iUIlL",
        "{iax | values of 1 bytes are announced",
        "[] | need an object",
        "{}{ | 1 bytes follow the object",
        "?~ | there is a value of the type '?'",
      })
  void whatIsNoUbjsonIsToldWithItsPlace(String text, String said) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(said);
  }

  @Test
  void listsOfNothingAreRefused() {
    assertThatThrownBy(() -> read("{i\u0001a[$Z#i\u0005}"))
        .hasMessageContaining("there is a value of the type 'Z'");
    assertThatThrownBy(() -> read("{i\u0001a[$i}"))
        .hasMessageContaining("a list of one type has no count");
    assertThatThrownBy(() -> read("{i\u0001a[i\u0001Z]}"))
        .hasMessageContaining("a list of numbers goes on with the type 'Z'");
  }

  @Test
  void twoFieldsOfANameAreRefused() {
    assertThatThrownBy(() -> read("{i\u0001aTi\u0001aT}"))
        .hasMessageContaining("there are two fields a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "[#i\u0001", "{i\u0001a"})
  void nestingIsBounded(String opening) {
    assertThatThrownBy(() -> read("{i\u0001a" + opening.repeat(1_000_000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("objects and lists are nested more than 64 deep");
  }

  private static int[] whole(NumberList numbers) {
    int[] whole = new int[numbers.size()];
    for (int at = 0; at < whole.length; at++) {
      whole[at] = numbers.whole(at);
    }
    return whole;
  }

  private static Fields read(String text) throws IOException {
    return read(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static Fields read(byte[] bytes) throws IOException {
    return UbjParts.read(new ByteArrayInputStream(bytes), bytes.length, Set.of("x"));
  }
}
