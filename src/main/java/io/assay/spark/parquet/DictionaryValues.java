package io.assay.spark.parquet;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.statistics.Statistics;

/**
 * Texts and bytes that may repeat. Pages hold numbers of a dictionary's entries, as long as that is
 * smaller for the first page and the dictionary stays under 1 MiB; after that they hold the values.
 */
final class DictionaryValues implements Values {
  private static final int LARGEST = 1 << 20;
  private static final int WIDEST = 20;

  private final BytesValues plain = new BytesValues();
  private final Dictionary dictionary = new Dictionary();
  private int[] numbers = new int[1024];
  private int count;
  private int known; // entries when the last page with numbers was written
  private boolean isPlain;

  @Override
  public void bind(FieldVector vector) {
    plain.bind(vector);
  }

  @Override
  public long size(int from, int to) {
    return plain.size(from, to);
  }

  @Override
  public void add(int from, int to) {
    Bytes page = plain.page();
    int at = page.size();
    plain.add(from, to);
    if (isPlain) {
      return;
    }
    if (numbers.length - count < to - from) {
      numbers = Arrays.copyOf(numbers, Math.max(2 * numbers.length, count + to - from));
    }
    while (at < page.size()) {
      int length = page.intAt(at);
      numbers[count++] = dictionary.numberOf(page.array(), at + Integer.BYTES, length);
      at += Integer.BYTES + length;
    }
  }

  @Override
  public int pageSize() {
    return Math.max(plain.pageSize(), 1 + packedSize());
  }

  /** Numbers that never repeat, in groups of eight with a head for every 63 groups. */
  private int packedSize() {
    int groups = (count + 7) / 8;
    return groups * (WIDEST + 2) + 2 * Integer.BYTES;
  }

  @Override
  public boolean describe(Statistics<?> statistics) {
    decide();
    if (isPlain) {
      return plain.describe(statistics);
    }
    boolean[] isUsed = new boolean[dictionary.count()];
    BytesValues.Range range = new BytesValues.Range(dictionary.entries());
    for (int i = 0; i < count; i++) {
      if (!isUsed[numbers[i]]) {
        isUsed[numbers[i]] = true;
        range.include(dictionary.start(numbers[i]));
      }
    }
    range.tell(statistics);
    return true;
  }

  private void decide() {
    int size = dictionary.entries().size();
    boolean pays = known > 0 || size + (long) count * width() / Byte.SIZE < plain.pageSize();
    isPlain |= count > 0 && (size > LARGEST || !pays);
  }

  private int width() {
    return Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(0, dictionary.count() - 1));
  }

  @Override
  public Encoding drainTo(ByteBuffer page) {
    decide();
    if (isPlain || count == 0) {
      count = 0;
      return plain.drainTo(page);
    }
    RunLengths runs = new RunLengths(width());
    for (int i = 0; i < count; i++) {
      runs.add(numbers[i], 1);
    }
    runs.end();
    page.put((byte) width());
    runs.drainTo(page);
    known = dictionary.count();
    count = 0;
    plain.page().clear();
    return Encoding.RLE_DICTIONARY;
  }

  @Override
  public Optional<DictionaryPage> endDictionary() {
    Optional<DictionaryPage> page = Optional.empty();
    if (known > 0) {
      int size =
          known == dictionary.count() ? dictionary.entries().size() : dictionary.start(known);
      byte[] entries = Arrays.copyOf(dictionary.entries().array(), size);
      page = Optional.of(new DictionaryPage(BytesInput.from(entries), known, Encoding.PLAIN));
    }
    dictionary.clear();
    known = 0;
    isPlain = false;
    return page;
  }
}
