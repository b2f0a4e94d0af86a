package io.assay.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StoredStateTest {
  /** A kind of state: its name, an example's bytes, and how they are read. */
  record Stored(String name, Supplier<byte[]> writer, Function<byte[], ?> reader) {
    byte[] bytes() {
      return writer.get();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Stored> kinds() {
    float[] values = SampleRows.skewed(1, 400, 3);
    RowSample sample = RowSample.empty(4, 3);
    Distribution distribution = Distribution.empty();
    for (int row = 0; row < 400; row++) {
      Tensor one = Tensor.of(Arrays.copyOfRange(values, row * 3, row * 3 + 3), 1, 3);
      sample.add(new SampledRow(row * 77L, "row " + row, 1, 0, one, one));
      distribution.add(values[row]);
    }
    ImportanceState state = SampleRows.state(values, 3, 0, 400);
    ImportanceState few = ImportanceState.empty(3);
    few.add(values, 0);
    few.add(values, new float[] {0.1f, 0, 2}, 0);
    FoldSums sums = FoldSums.empty(4, 3);
    for (int row = 0; row < 400; row++) {
      sums.add(row % 4, values, row * 3);
    }
    return Stream.of(
        new Stored("importance", state::toBytes, ImportanceState::fromBytes),
        new Stored("importance", few::toBytes, ImportanceState::fromBytes),
        new Stored("fold sums", sums::toBytes, FoldSums::fromBytes),
        new Stored("row sample", sample::toBytes, RowSample::fromBytes),
        new Stored("distribution", distribution::toBytes, Distribution::fromBytes));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void bytesCutAnywhereAreRefused(Stored stored) {
    byte[] bytes = stored.bytes();

    for (int length = 0; length < bytes.length; length++) {
      assertRefused(stored, Arrays.copyOf(bytes, length));
    }
    assertRefused(stored, Arrays.copyOf(bytes, bytes.length + 4));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void anAlteredByteIsRefused(Stored stored) {
    Random random = new Random(1);
    byte[] bytes = stored.bytes();

    for (int at = 0; at < bytes.length; at++) {
      byte[] altered = bytes.clone();
      altered[at] ^= (byte) (1 + random.nextInt(255));

      assertRefused(stored, altered);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void bytesUnderARightChecksumAreReadOrRefusedButNeverCrash(Stored stored) {
    Random random = new Random(2);
    byte[] bytes = stored.bytes();
    int refused = 0;

    for (int trial = 0; trial < 20_000; trial++) {
      byte[] altered = bytes.clone();
      int at = random.nextInt(random.nextBoolean() ? 64 : altered.length - 4);
      altered[at] = (byte) random.nextInt(256);
      refused += readsOrRefuses(stored, sealed(altered)) ? 0 : 1;
    }

    assertThat(refused).isPositive();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void anotherKindIsRefusedByName(Stored stored) {
    kinds()
        .filter(other -> !other.name().equals(stored.name()))
        .forEach(
            other ->
                assertThatThrownBy(() -> stored.reader().apply(other.bytes()))
                    .isInstanceOf(AssayException.class)
                    .hasMessageContaining("cannot read a stored " + stored.name() + " state"));
  }

  private static boolean readsOrRefuses(Stored stored, byte[] bytes) {
    try {
      return stored.reader().apply(bytes) != null;
    } catch (AssayException refusal) {
      assertThat(refusal.code()).isEqualTo(ErrorCode.INTERNAL);
      return false;
    }
  }

  private static byte[] sealed(byte[] bytes) {
    int end = bytes.length - Integer.BYTES;
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(end, StateWriter.checksum(bytes, end));
    return bytes;
  }

  private static void assertRefused(Stored stored, byte[] bytes) {
    assertThat(readsOrRefuses(stored, bytes)).isFalse();
  }
}
