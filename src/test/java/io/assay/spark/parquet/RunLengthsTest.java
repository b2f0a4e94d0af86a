package io.assay.spark.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunLengthsTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5, 8, 9, 18})
  void runsAreTheBytesOfParquetsOwnEncoder(int bitWidth) throws IOException {
    SplittableRandom random = new SplittableRandom(bitWidth);
    RunLengths runs = new RunLengths(bitWidth);
    for (int longest : new int[] {1, 2, 9, 30, 1000}) {
      for (int many : new int[] {0, 1, 7, 8, 9, 600}) {
        RunLengthBitPackingHybridEncoder expected =
            new RunLengthBitPackingHybridEncoder(
                bitWidth, 64, 4096, HeapByteBufferAllocator.getInstance());
        for (int run = 0; run < many; run++) {
          int number = random.nextInt(1 << bitWidth);
          int times = random.nextInt(longest) + 1;
          runs.add(number, times);
          for (int i = 0; i < times; i++) {
            expected.writeInt(number);
          }
        }

        ByteBuffer page = ByteBuffer.allocate(runs.end());
        runs.drainTo(page);

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        expected.toBytes().writeAllTo(bytes);
        assertThat(Arrays.copyOf(page.array(), page.position()))
            .as("%d runs of up to %d", many, longest)
            .isEqualTo(bytes.toByteArray());
      }
    }
  }
}
