package io.assay.tensor;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Randomness that belongs to a row and never to a partition: a generator keyed by the job's seed, a
 * purpose (a method's key, say) and a row id. The key is the first eight bytes of the SHA-256 of
 * the three.
 */
public final class Rng {
  private Rng() {}

  /**
   * Returns the generator of a row.
   *
   * @param seed the job's seed
   * @param purpose what the numbers are for, usually a method's key
   * @param rowId the row, or a name such as {@code "bank-3"} where a draw is shared by rows
   */
  public static RandomGenerator of(long seed, String purpose, String rowId) {
    return new SplittableRandom(key(seed, purpose, rowId));
  }

  /** Returns the 64-bit key itself, uniform over all longs. */
  public static long key(long seed, String purpose, String rowId) {
    MessageDigest digest = sha256();
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).flip());
    digest.update(purpose.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
    digest.update(rowId.getBytes(StandardCharsets.UTF_8));
    return ByteBuffer.wrap(digest.digest()).getLong();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
