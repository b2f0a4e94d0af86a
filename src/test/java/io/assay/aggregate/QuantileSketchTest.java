package io.assay.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.apache.datasketches.kll.KllFloatsSketch;
import org.apache.datasketches.kll.KllSketch;
import org.apache.datasketches.memory.Memory;
import org.junit.jupiter.api.Test;

class QuantileSketchTest {
  private static final int K = 200;
  private static final double RANK_ERROR = KllSketch.getNormalizedRankError(K, false);

  @Test
  void upTo200ValuesAnswersAreExact() {
    float[] values = stream(200, i -> (i * 37) % 200);

    Quantiles quantiles = Quantiles.of(sketch(values, 64));

    for (int rank = 1; rank <= 200; rank++) {
      assertThat(quantiles.quantile(rank / 200.0)).isEqualTo(rank - 1);
      assertThat(quantiles.countUpTo(rank - 1)).isEqualTo(rank);
    }
  }

  @Test
  void ranksAreWithinThePublishedBoundForOrderedAndRandomStreams() {
    int count = 100_000;
    Random random = new Random(1);
    assertRankError(sketch(stream(count, i -> i), 256), count);
    assertRankError(sketch(stream(count, i -> count - 1 - i), 256), count);
    assertRankError(sketch(stream(count, i -> i % 2 == 0 ? i : count - i), 256), count);
    assertRankError(sketch(stream(count, i -> (i * 7_919L) % count), 256), count);
    assertRankError(sketch(shuffled(count, random), 1), count);
    assertRankError(sketch(shuffled(count, random), 256), count);
  }

  /** The bound holds with 99 % confidence, so at most a few of 200 sketches may pass it. */
  @Test
  void theLargestRankErrorIsWithinThePublishedBoundInNearlyEveryTrial() {
    int count = 10_000;
    Random random = new Random(2);
    int over = 0;

    for (int trial = 0; trial < 200; trial++) {
      QuantileSketch sketch = sketch(shuffled(count, random), 256);
      over += largestRankError(sketch, count) > RANK_ERROR ? 1 : 0;
    }

    assertThat(over).isLessThanOrEqualTo(6);
  }

  @Test
  void mergedShardsKeepTheBoundAndTheCount() {
    int shards = 400;
    int rows = 1_000;
    float[] values = shuffled(shards * rows, new Random(3));
    QuantileSketch fold = new QuantileSketch();

    for (int shard = 0; shard < shards; shard++) {
      fold.merge(sketch(Arrays.copyOfRange(values, shard * rows, (shard + 1) * rows), 256));
    }

    assertThat(fold.count()).isEqualTo(values.length);
    assertRankError(fold, values.length);
  }

  @Test
  void equalShardsDoNotAddUpTheirErrors() {
    int shards = 400;
    float[] values = shuffled(1_000, new Random(4));
    QuantileSketch fold = new QuantileSketch();

    for (int shard = 0; shard < shards; shard++) {
      fold.merge(sketch(values, 256));
    }

    Quantiles quantiles = Quantiles.of(fold);
    for (int value = 0; value < 1_000; value += 50) {
      double rank = (double) quantiles.countUpTo(value) / fold.count();
      assertThat(rank).isCloseTo((value + 1) / 1_000.0, within(RANK_ERROR));
    }
  }

  @Test
  void sketchesAreThoseOfDataSketches() {
    for (int count : new int[] {2, 200, 201, 1_000, 12_345, 300_000}) {
      QuantileSketch sketch = sketch(shuffled(count, new Random(count)), 100);

      KllFloatsSketch theirs = KllFloatsSketch.heapify(Memory.wrap(image(sketch)));

      Quantiles ours = Quantiles.of(sketch);
      assertThat(theirs.getN()).isEqualTo(count);
      for (double share : new double[] {0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1}) {
        assertThat(ours.quantile(share)).isEqualTo(theirs.getQuantile(share));
      }
    }
  }

  @Test
  void aBillionValuesNeedNoMoreThan700() {
    QuantileSketch sketch = sketch(shuffled(1_000, new Random(6)), 256);

    for (int doubling = 0; doubling < 20; doubling++) {
      sketch.merge(sketch.copy());
    }

    assertThat(sketch.count()).isEqualTo(1_000L << 20);
    assertThat(Arrays.stream(sketch.levels()).mapToInt(level -> level.length).sum())
        .isLessThanOrEqualTo(700);
  }

  @Test
  void equalValuesAreEveryQuantile() {
    Quantiles quantiles = Quantiles.of(sketch(stream(5_000, i -> 2.5), 256));

    assertThat(quantiles.quantile(0.05)).isEqualTo(2.5);
    assertThat(quantiles.quantile(0.95)).isEqualTo(2.5);
    assertThat(quantiles.countUpTo(2.5)).isEqualTo(5_000);
    assertThat(quantiles.countUpTo(2.4)).isZero();
  }

  private static void assertRankError(QuantileSketch sketch, int count) {
    assertThat(largestRankError(sketch, count)).isLessThan(RANK_ERROR);
  }

  /** For a stream that is a permutation of 0 .. count - 1. */
  private static double largestRankError(QuantileSketch sketch, int count) {
    Quantiles quantiles = Quantiles.of(sketch);
    double largest = 0;
    for (int part = 1; part < 100; part++) {
      int value = (int) (part / 100.0 * count);
      double error = quantiles.countUpTo(value) - (value + 1.0);
      largest = Math.max(largest, Math.abs(error) / count);
    }
    return largest;
  }

  private static float[] stream(int count, IntToDoubleFunction value) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) value.applyAsDouble(i);
    }
    return values;
  }

  private static float[] shuffled(int count, Random random) {
    float[] values = stream(count, i -> i);
    for (int i = count - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      float value = values[i];
      values[i] = values[other];
      values[other] = value;
    }
    return values;
  }

  private static QuantileSketch sketch(float[] values, int block) {
    QuantileSketch sketch = new QuantileSketch();
    for (int from = 0; from < values.length; from += block) {
      float[] part = Arrays.copyOfRange(values, from, Math.min(values.length, from + block));
      sketch.addSorting(part, part.length);
    }
    return sketch;
  }

  /** Writes a sketch as DataSketches' KllFloatsSketch does (serial version 1, compact). */
  private static byte[] image(QuantileSketch sketch) {
    float[][] levels = sketch.levels();
    ByteBuffer bytes = ByteBuffer.allocate(8_192).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(new byte[] {5, 1, 15, 0}).putShort((short) K).put(new byte[] {8, 0});
    bytes.putLong(sketch.count()).putShort((short) K).put((byte) levels.length).put((byte) 0);
    int end = capacity(levels.length);
    int at = end - Arrays.stream(levels).mapToInt(level -> level.length).sum();
    for (float[] level : levels) {
      bytes.putInt(at);
      at += level.length;
    }
    bytes.putFloat((float) sketch.min()).putFloat((float) sketch.max());
    for (float[] level : levels) {
      for (float value : level) {
        bytes.putFloat(value);
      }
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private static int capacity(int levels) {
    int capacity = 0;
    for (int depth = 0; depth < levels; depth++) {
      capacity += Math.max(8, (int) Math.round(K * Math.pow(2.0 / 3, depth)));
    }
    return capacity;
  }
}
