package io.assay.engine.torchscript.archive;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes entries as PyTorch does: not packed, and each one's bytes at a multiple of 64 from the
 * start of the file, where libtorch may map them.
 */
final class ArchiveWriter implements AutoCloseable {
  private static final int ALIGNMENT = 64;
  private static final int HEADER_BYTES = 30; // of a local file header, without name and padding
  private static final int PADDING_HEAD = 4;
  private static final LocalDateTime WHEN = LocalDateTime.of(2000, 1, 1, 0, 0); // always the same
  private static final byte[] PADDING_ID = {'F', 'B'}; // as PyTorch marks its padding

  private final Counted counted;
  private final ZipOutputStream zip;

  ArchiveWriter(Path file) throws IOException {
    this.counted = new Counted(new BufferedOutputStream(Files.newOutputStream(file)));
    this.zip = new ZipOutputStream(counted);
  }

  /** Copies an entry whose size and checksum are known and true. */
  void copy(ZipEntry entry, InputStream bytes) throws IOException {
    begin(entry.getName(), entry.getSize(), entry.getCrc());
    bytes.transferTo(zip);
    zip.closeEntry();
  }

  /** Writes bytes under a name. */
  void write(String name, byte[] bytes) throws IOException {
    CRC32 sum = new CRC32();
    sum.update(bytes);
    begin(name, bytes.length, sum.getValue());
    zip.write(bytes);
    zip.closeEntry();
  }

  private void begin(String name, long size, long sum) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(size);
    entry.setCompressedSize(size);
    entry.setCrc(sum);
    entry.setTimeLocal(WHEN);
    zip.flush();
    int nameBytes = name.getBytes(StandardCharsets.UTF_8).length;
    long plain = counted.count + HEADER_BYTES + nameBytes + PADDING_HEAD;
    int padding = (int) ((ALIGNMENT - plain % ALIGNMENT) % ALIGNMENT);
    byte[] extra = new byte[PADDING_HEAD + padding];
    extra[0] = PADDING_ID[0];
    extra[1] = PADDING_ID[1];
    extra[2] = (byte) padding;
    entry.setExtra(extra);
    zip.putNextEntry(entry);
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  /** Counts what passes through. */
  private static final class Counted extends OutputStream {
    private final OutputStream into;
    private long count;

    Counted(OutputStream into) {
      this.into = into;
    }

    @Override
    public void write(int each) throws IOException {
      into.write(each);
      count++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      into.write(bytes, offset, length);
      count += length;
    }

    @Override
    public void flush() throws IOException {
      into.flush();
    }

    @Override
    public void close() throws IOException {
      into.close();
    }
  }
}
