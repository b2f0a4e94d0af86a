package io.assay.spark.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SeenHashesTest {
  @Test
  void hashesAreNewOnce() {
    SplittableRandom random = new SplittableRandom(1);
    SeenHashes seen = new SeenHashes();
    Set<Long> oracle = new HashSet<>();

    for (int i = 0; i < 200_000; i++) {
      long hash = random.nextLong() >>> random.nextInt(40, 60); // every bit met, many of them again

      assertThat(seen.add(hash)).isEqualTo(oracle.add(hash));
    }
    assertThat(oracle.size()).isBetween(10_000, 190_000);
  }

  @Test
  void hashesThatBeginAtOnePlaceAreToldApart() {
    SeenHashes seen = new SeenHashes();

    for (long hash = 0; hash < 5_000; hash++) {
      assertThat(seen.add(hash << 32)).isTrue();
    }
    for (long hash = 0; hash < 5_000; hash++) {
      assertThat(seen.add(hash << 32)).isFalse();
    }
  }

  @Test
  void zeroIsAHashLikeAnyOther() {
    SeenHashes seen = new SeenHashes();

    assertThat(seen.add(0)).isTrue();
    assertThat(seen.add(-1)).isTrue();
    assertThat(seen.add(0)).isFalse();
    assertThat(seen.add(-1)).isFalse();
  }
}
