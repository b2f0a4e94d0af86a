package io.assay.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.assay.AssayException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QuantileSketchTest {
  /** Values of one kind. */
  private record Kind(String name, ToDoubleFunction<Random> next) {
    float[] values(int count) {
      Random random = new Random(name.length());
      float[] values = new float[count];
      for (int i = 0; i < count; i++) {
        values[i] = (float) next.applyAsDouble(random) + 0.0f; // no -0
      }
      return values;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static final Kind NORMAL = new Kind("normal", Random::nextGaussian);
  private static final Kind MOSTLY_ZERO =
      new Kind("mostly zero", random -> random.nextInt(10) > 0 ? 0 : random.nextGaussian());

  /** What attributions look like, and what they should not. */
  static Stream<Kind> kinds() {
    return Stream.of(
        NORMAL,
        MOSTLY_ZERO,
        new Kind(
            "heavy-tailed",
            random -> Math.exp(3 * random.nextGaussian()) * (random.nextInt(3) - 1)),
        new Kind("constant", random -> 2.7),
        new Kind("tiny", random -> 1e-35 * random.nextGaussian()),
        new Kind("huge", random -> 1e38 * (2 * random.nextDouble() - 1)),
        new Kind("all magnitudes", random -> Math.pow(10, 75 * random.nextDouble() - 37)),
        new Kind("negative", random -> -1 - random.nextDouble()));
  }

  static Stream<Resolution> resolutions() {
    return Stream.of(Resolution.ATTRIBUTIONS, Resolution.SCORES);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyQuantileIsWithinTheStatedShareOfTheValue(Kind kind) {
    float[] values = kind.values(30_000);
    float[] sorted = values.clone();
    Arrays.sort(sorted);

    for (Resolution resolution : resolutions().toList()) {
      double bound = resolution == Resolution.SCORES ? 0.002 : 0.01;
      Quantiles quantiles = Quantiles.of(sketch(resolution, values));

      assertThat(quantiles.quantile(0)).isEqualTo(sorted[0]);
      assertThat(quantiles.quantile(1)).isEqualTo(sorted[sorted.length - 1]);
      for (int rank = 1; rank <= sorted.length; rank += 7) {
        double exact = sorted[rank - 1];
        double share = (double) rank / sorted.length;
        assertThat(quantiles.quantile(share)).isCloseTo(exact, within(allowed(bound, exact)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void neitherOrderNorSplitNorTheOrderOfMergingChangesABit(Kind kind) {
    float[] values = kind.values(2_000);
    byte[] expected = bytes(sketch(Resolution.ATTRIBUTIONS, values));
    Random random = new Random(7);

    for (int trial = 0; trial < 30; trial++) {
      List<QuantileSketch> parts = new ArrayList<>();
      float[] shuffled = shuffled(values, random);
      for (int from = 0; from < values.length; ) {
        int to = Math.min(values.length, from + 1 + random.nextInt(700));
        parts.add(sketch(Resolution.ATTRIBUTIONS, Arrays.copyOfRange(shuffled, from, to)));
        from = to;
      }
      while (parts.size() > 1) {
        Collections.shuffle(parts, random);
        parts.get(0).merge(parts.remove(1));
      }

      assertThat(bytes(parts.get(0))).isEqualTo(expected);
    }
  }

  @Test
  void upTo200ValuesAnswersAreExactWhateverZerosThereAre() {
    float[] values = new float[1_000];
    for (int i = 0; i < 200; i++) {
      values[5 * i] = (i * 37) % 200 - 300; // -300 to -101
    }

    Quantiles quantiles = Quantiles.of(sketch(Resolution.ATTRIBUTIONS, values));

    for (int rank = 1; rank <= 200; rank++) {
      assertThat(quantiles.quantile(rank / 1_000.0)).isEqualTo(rank - 301);
      assertThat(quantiles.countUpTo(rank - 301)).isEqualTo(rank);
    }
    assertThat(quantiles.quantile(0.201)).isZero();
    assertThat(quantiles.countUpTo(0)).isEqualTo(1_000);
  }

  @ParameterizedTest
  @MethodSource("resolutions")
  void bucketsAdjoinAndAnswerWithinTheBound(Resolution resolution) {
    double bound = resolution == Resolution.SCORES ? 0.002 : 0.01;
    float before = -Float.MIN_VALUE;

    for (int page = 0; page < Resolution.PAGES / 2; page++) {
      for (int place = 0; place < resolution.pageSize(); place++) {
        if (resolution.holds(page, place)) {
          float least = resolution.least(page, place);
          float greatest = resolution.greatest(page, place);
          double answer = resolution.answer(page, place);
          assertThat(least).isEqualTo(Math.nextUp(before) + 0f);
          assertThat(answer).isCloseTo(least, within(allowed(bound, least)));
          assertThat(answer).isCloseTo(greatest, within(allowed(bound, greatest)));
          before = greatest;
        }
      }
    }
    assertThat(before).isEqualTo(Float.MAX_VALUE);
  }

  @ParameterizedTest
  @MethodSource("resolutions")
  void everyNumberLiesInItsBucket(Resolution resolution) {
    Random random = new Random(3);

    for (int trial = 0; trial < 200_000; trial++) {
      float value = Float.intBitsToFloat(random.nextInt());
      if (Float.isFinite(value)) {
        int bits = Float.floatToRawIntBits(value);
        int page = bits >>> Resolution.PAGE_SHIFT;
        int place = resolution.places()[Resolution.unit(bits)];
        assertThat(Math.abs(value))
            .isBetween(resolution.least(page, place), resolution.greatest(page, place));
        assertThat(Resolution.isNegative(page)).isEqualTo(value < 0 || 1 / value < 0);
      }
    }
  }

  @Test
  void countsGrowBeyond65535AndBeyondTwoToThe31() {
    float[] values = MOSTLY_ZERO.values(3_000);
    QuantileSketch sketch = sketch(Resolution.ATTRIBUTIONS, values);
    Quantiles once = Quantiles.of(sketch);

    for (int doubling = 0; doubling < 23; doubling++) {
      sketch.merge(sketch.copy());
      Quantiles often = Quantiles.of(readBack(sketch));
      assertThat(often.quantile(0.03)).isEqualTo(once.quantile(0.03));
      assertThat(often.quantile(0.97)).isEqualTo(once.quantile(0.97));
    }
    sketch.add(values, 0, values.length);

    assertThat(sketch.count()).isEqualTo(3_000L * ((1 << 23) + 1));
    assertThat(Quantiles.of(sketch).countUpTo(0)).isEqualTo(once.countUpTo(0) * ((1 << 23) + 1));
  }

  @Test
  void blocksAndValuesOneByOneAreTheSameAtEveryWidth() {
    float[] values = NORMAL.values(70_000);
    QuantileSketch single = new QuantileSketch(Resolution.ATTRIBUTIONS);
    for (int i = 0; i < values.length; i++) {
      single.add(values, i, i + 1);
    }

    assertThat(bytes(single)).isEqualTo(bytes(sketch(Resolution.ATTRIBUTIONS, values)));
  }

  @Test
  void aMillionValuesTakeUnderFourKilobytesStored() {
    float[] values = NORMAL.values(1_000_000);

    assertThat(bytes(sketch(Resolution.ATTRIBUTIONS, values)).length).isLessThan(4_096);
  }

  @Test
  void aHistogramOfANarrowRangeIsSpreadWithinBuckets() {
    Random random = new Random(4);
    float[] values = new float[100_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = 1_000 + 50 * random.nextFloat();
    }

    Histogram histogram = Quantiles.of(sketch(Resolution.SCORES, values)).histogram(10);

    // a bin is 5 wide, a bucket 2.9: where they cross, a count is by its part
    assertThat(histogram.counts())
        .allSatisfy(count -> assertThat(count).isBetween(9_500L, 10_500L));
    assertThat(histogram.counts().stream().mapToLong(Long::longValue).sum()).isEqualTo(100_000);
  }

  @Test
  void aSketchOfAnotherResolutionIsRefused() {
    StateWriter out = new StateWriter(StateKind.IMPORTANCE);
    sketch(Resolution.SCORES, NORMAL.values(5_000)).write(out);
    StateReader in = new StateReader(StateKind.IMPORTANCE, out.seal());

    assertThatThrownBy(() -> QuantileSketch.read(in, Resolution.ATTRIBUTIONS))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("buckets an octave is 256");
  }

  /**
   * A share of the value, and of numbers that float32 has not all digits of the least that it has.
   */
  private static double allowed(double bound, double value) {
    double size = Math.abs(value);
    return size < Float.MIN_NORMAL ? 2 * bound * Float.MIN_NORMAL : bound * size;
  }

  private static QuantileSketch sketch(Resolution resolution, float[] values) {
    QuantileSketch sketch = new QuantileSketch(resolution);
    for (int from = 0; from < values.length; from += 256) {
      sketch.add(values, from, Math.min(values.length, from + 256));
    }
    return sketch;
  }

  private static byte[] bytes(QuantileSketch sketch) {
    StateWriter out = new StateWriter(StateKind.IMPORTANCE);
    sketch.write(out);
    return out.seal();
  }

  private static QuantileSketch readBack(QuantileSketch sketch) {
    StateReader in = new StateReader(StateKind.IMPORTANCE, bytes(sketch));
    QuantileSketch read = QuantileSketch.read(in, sketch.resolution());
    in.end();
    assertThat(bytes(read)).isEqualTo(bytes(sketch));
    return read;
  }

  private static float[] shuffled(float[] values, Random random) {
    float[] shuffled = values.clone();
    for (int i = values.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      float value = shuffled[i];
      shuffled[i] = shuffled[other];
      shuffled[other] = value;
    }
    return shuffled;
  }
}
