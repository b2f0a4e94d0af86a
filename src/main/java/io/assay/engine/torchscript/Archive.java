package io.assay.engine.torchscript;

import static io.assay.ErrorCode.MODEL_UNREADABLE;

import io.assay.AssayException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A TorchScript archive as a file: a zip of a folder with data.pkl, constants.pkl and code/. A file
 * that is missing, cut off, damaged or of another kind is told apart here, in Java, so that
 * libtorch parses sound archives only.
 */
final class Archive {
  private static final int CHUNK_BYTES = 1 << 16;

  private Archive() {}

  /**
   * Reads the whole file once and compares every checksum.
   *
   * @throws AssayException MODEL_UNREADABLE if this is no sound TorchScript archive
   */
  static void check(Path file) {
    if (!Files.exists(file)) {
      throw unreadable(file, "there is no such file");
    }
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw unreadable(file, "it is a folder, a device or not readable by this user");
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      List<? extends ZipEntry> entries = Collections.list(zip.entries());
      checkKind(file, entries);
      byte[] chunk = new byte[CHUNK_BYTES];
      for (ZipEntry entry : entries) {
        checkSum(file, zip, entry, chunk);
      }
    } catch (IOException broken) {
      throw AssayException.causedBy(
          broken,
          MODEL_UNREADABLE,
          "Cannot read %s: it is no zip archive, or it was cut off (%s); %s",
          file,
          broken.getMessage(),
          allowed());
    }
  }

  private static void checkKind(Path file, List<? extends ZipEntry> entries) {
    boolean code = entries.stream().anyMatch(entry -> entry.getName().contains("/code/"));
    if (holds(entries, "/data.pkl") && holds(entries, "/constants.pkl") && code) {
      return;
    }
    throw unreadable(
        file,
        holds(entries, "/data.pkl")
            ? "it holds weights but no code, as torch.save writes"
            : "it is a zip archive of something else");
  }

  private static boolean holds(List<? extends ZipEntry> entries, String name) {
    return entries.stream().anyMatch(entry -> entry.getName().endsWith(name));
  }

  private static void checkSum(Path file, ZipFile zip, ZipEntry entry, byte[] chunk)
      throws IOException {
    CRC32 sum = new CRC32();
    long size = 0;
    try (InputStream stream = zip.getInputStream(entry)) {
      for (int read = stream.read(chunk); read >= 0; read = stream.read(chunk)) {
        sum.update(chunk, 0, read);
        size += read;
      }
    }
    if (sum.getValue() != entry.getCrc() || size != entry.getSize()) {
      throw unreadable(file, "its entry " + entry.getName() + " is damaged");
    }
  }

  private static AssayException unreadable(Path file, String reason) {
    return new AssayException(MODEL_UNREADABLE, "Cannot read %s: %s; %s", file, reason, allowed());
  }

  /** Returns what a model file may be, for messages. */
  static String allowed() {
    return "need a TorchScript archive: torch.jit.script or torch.jit.trace, then torch.jit.save";
  }
}
