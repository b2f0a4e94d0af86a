package io.assay.engine.torchscript.archive;

import static io.assay.ErrorCode.MODEL_UNREADABLE;
import static io.assay.ErrorCode.RESOURCE_LACKING;

import io.assay.AssayException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A TorchScript archive as a file: a zip of one folder with data.pkl, constants.pkl and code/. A
 * file that is missing, cut off, damaged, hostile or of another kind is told apart here, in Java,
 * so that libtorch parses sound archives only. Nothing is ever unpacked to the disk.
 *
 * @param file the archive
 * @param rootType the qualified type of the whole model
 * @param code texts of the code, by their names in the folder, such as {@code code/__torch__.py}
 */
public record Archive(Path file, String rootType, Map<String, String> code) {
  private static final int CHUNK_BYTES = 1 << 16;

  /** Copies the map, in its order. */
  public Archive {
    code = Collections.unmodifiableMap(new LinkedHashMap<>(code));
  }

  /**
   * Reads the whole file once, compares every checksum, and keeps its code.
   *
   * @throws AssayException MODEL_UNREADABLE if this is no sound TorchScript archive
   */
  public static Archive read(Path file) {
    if (!Files.exists(file)) {
      throw unreadable(file, "there is no such file");
    }
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw unreadable(file, "it is a folder, a device or not readable by this user");
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return read(file, zip);
    } catch (Refused refused) {
      throw unreadable(file, String.valueOf(refused.getMessage()));
    } catch (IOException | IllegalArgumentException broken) {
      throw AssayException.causedBy(
          broken,
          MODEL_UNREADABLE,
          "Cannot read %s: it is no zip archive, or it was cut off (%s); %s",
          file,
          broken.getMessage(),
          allowed());
    }
  }

  private static Archive read(Path file, ZipFile zip) throws IOException, Refused {
    Entries entries = Entries.of(zip);
    checkKind(entries);
    entries.checkFolder();
    entries.checkSizes(Files.size(file));
    Map<String, String> code = new LinkedHashMap<>();
    String rootType = "";
    byte[] chunk = new byte[CHUNK_BYTES];
    for (ZipEntry entry : entries.all()) {
      checkSum(zip, entry, chunk);
      if (entries.isCode(entry)) {
        code.put(entries.name(entry), new String(bytes(zip, entry), StandardCharsets.UTF_8));
      } else if (entries.name(entry).equals("data.pkl")) {
        rootType = RootType.of(bytes(zip, entry));
      }
    }
    checkTensors(zip, entries, "data");
    checkTensors(zip, entries, "constants");
    return new Archive(file, rootType, code);
  }

  private static void checkTensors(ZipFile zip, Entries entries, String kind)
      throws IOException, Refused {
    String name = kind + ".pkl";
    ZipEntry structure = entries.find(name).orElseThrow(() -> new Refused("it has no " + name));
    Map<String, Long> sizes = new HashMap<>();
    for (ZipEntry entry : entries.all()) {
      String inside = entries.name(entry);
      if (inside.startsWith(kind + "/")) {
        sizes.put(inside.substring(kind.length() + 1), entry.getSize());
      }
    }
    new Pickle(name, bytes(zip, structure), sizes).check();
  }

  private static void checkKind(Entries entries) throws Refused {
    boolean hasWeights = entries.find("data.pkl").isPresent();
    boolean hasCode = entries.all().stream().anyMatch(entries::isCode);
    if (hasWeights && hasCode && entries.find("constants.pkl").isPresent()) {
      return;
    }
    throw new Refused(
        hasWeights
            ? "it holds weights but no code, as torch.save writes"
            : "it is a zip archive of something else");
  }

  /** Reads an entry to its end, but not a byte past the size that was checked. */
  private static void checkSum(ZipFile zip, ZipEntry entry, byte[] chunk)
      throws IOException, Refused {
    CRC32 sum = new CRC32();
    long size = 0;
    try (InputStream stream = zip.getInputStream(entry)) {
      for (int read = stream.read(chunk); read >= 0; read = stream.read(chunk)) {
        sum.update(chunk, 0, read);
        size += read;
        if (size > entry.getSize()) {
          break;
        }
      }
    }
    if (sum.getValue() != entry.getCrc() || size != entry.getSize()) {
      throw new Refused("its entry " + entry.getName() + " is damaged");
    }
  }

  private static byte[] bytes(ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream stream = zip.getInputStream(entry)) {
      return stream.readNBytes(Math.toIntExact(entry.getSize()));
    }
  }

  /**
   * Writes the archive anew with other files of code. Weights go from file to file as they are and
   * are never held as a whole. What libtorch knows of the places of the changed files' lines in
   * Python is left out.
   *
   * @param changed texts by their names in the folder; new ones are added
   * @param into the file to write
   * @throws AssayException RESOURCE_LACKING if it cannot be written
   */
  public void writeWith(Map<String, String> changed, Path into) {
    try (ZipFile zip = new ZipFile(file.toFile());
        ArchiveWriter writer = new ArchiveWriter(into)) {
      Entries entries = Entries.of(zip);
      for (ZipEntry entry : entries.all()) {
        String name = entries.name(entry);
        String suffix = ".debug_pkl";
        boolean isStale = name.endsWith(suffix) && changed.containsKey(without(name, suffix));
        if (!entry.isDirectory() && !isStale && !changed.containsKey(name)) {
          try (InputStream stream = zip.getInputStream(entry)) {
            writer.copy(entry, stream);
          }
        }
      }
      for (Map.Entry<String, String> text : changed.entrySet()) {
        writer.write(
            entries.root() + "/" + text.getKey(), text.getValue().getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException | Refused failure) {
      throw AssayException.causedBy(
          failure,
          RESOURCE_LACKING,
          "Cannot write %s, %s with other code: %s; give the folder of temporary files more room",
          into,
          file,
          failure.getMessage());
    }
  }

  private static String without(String name, String suffix) {
    return name.substring(0, name.length() - suffix.length());
  }

  private static AssayException unreadable(Path file, String reason) {
    return new AssayException(MODEL_UNREADABLE, "Cannot read %s: %s; %s", file, reason, allowed());
  }

  /** Returns what a model file may be, for messages. */
  public static String allowed() {
    return "need a TorchScript archive: torch.jit.script or torch.jit.trace, then torch.jit.save;"
        + " for a model of another kind set model.engine";
  }

  /** Returns the file's name and how much code it has; a record would print all of it. */
  @Override
  public String toString() {
    return file + " (" + List.copyOf(code.keySet()).size() + " files of code)";
  }
}
