package io.assay.spark.parquet;

import java.nio.ByteBuffer;
import org.apache.parquet.column.values.bitpacking.BytePacker;
import org.apache.parquet.column.values.bitpacking.Packer;

/**
 * Parquet's RLE / bit-packed hybrid, a run at a time: eight equal numbers or more are a run, others
 * are packed in groups of eight. The bytes are those of parquet-column's encoder, which takes one
 * number at a time.
 */
final class RunLengths {
  private static final int GROUP = 8;
  private static final int GROUPS = 63; // so that the head of packed groups is one byte

  private final int bitWidth;
  private final BytePacker packer;
  private final byte[] packed;
  private final int[] group = new int[GROUP];
  private final Bytes bytes = new Bytes();
  private int number;
  private int count;
  private int grouped;
  private int head = -1;
  private int groups;

  /** Takes numbers of 0 to {@code 2^bitWidth - 1}. */
  RunLengths(int bitWidth) {
    this.bitWidth = bitWidth;
    this.packer = Packer.LITTLE_ENDIAN.newBytePacker(bitWidth);
    this.packed = new byte[bitWidth];
  }

  /** Adds a number so many times. */
  void add(int next, int times) {
    if (next != number) {
      endRun();
      number = next;
    }
    count += times;
  }

  private void endRun() {
    while (grouped > 0 && count > 0) {
      pack();
    }
    if (count >= GROUP) {
      endGroups();
      addHead(count);
      for (int shift = 0; shift < bitWidth; shift += Byte.SIZE) {
        bytes.add(number >>> shift);
      }
      count = 0;
    }
    while (count > 0) {
      pack();
    }
  }

  private void pack() {
    group[grouped++] = number;
    count--;
    if (grouped == GROUP) {
      endGroup();
    }
  }

  private void endGroup() {
    if (groups == GROUPS) {
      endGroups();
    }
    if (head < 0) {
      head = bytes.size();
      bytes.add(0);
    }
    packer.pack8Values(group, 0, packed, 0);
    bytes.add(packed, 0, bitWidth);
    groups++;
    grouped = 0;
  }

  private void endGroups() {
    if (head >= 0) {
      bytes.put(head, (groups << 1) | 1);
      head = -1;
      groups = 0;
    }
  }

  private void addHead(int times) {
    int rest = times << 1;
    while ((rest & ~0x7F) != 0) {
      bytes.add((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    bytes.add(rest);
  }

  /** Ends the numbers, and returns how many bytes they are. */
  int end() {
    endRun();
    if (grouped > 0) {
      while (grouped < GROUP) {
        group[grouped++] = 0;
      }
      endGroup();
    }
    endGroups();
    return bytes.size();
  }

  /** Writes what was ended, and begins anew. */
  void drainTo(ByteBuffer page) {
    page.put(bytes.array(), 0, bytes.size());
    bytes.clear();
    number = 0;
  }
}
