package io.assay.spark.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.bytes.ByteBufferAllocator;

/** The one page that is being put together, outside the heap, where the compressor reads it. */
final class Scratch implements AutoCloseable {
  private final ByteBufferAllocator allocator;
  private ByteBuffer buffer;

  Scratch(ByteBufferAllocator allocator, int size) {
    this.allocator = allocator;
    this.buffer = allocator.allocate(size);
  }

  /** Returns an empty page that takes so many bytes at least. */
  ByteBuffer page(int size) {
    if (buffer.capacity() < size) {
      allocator.release(buffer);
      buffer = allocator.allocate(size);
    }
    return buffer.clear().order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() {
    allocator.release(buffer);
  }
}
