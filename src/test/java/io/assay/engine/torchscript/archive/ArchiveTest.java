package io.assay.engine.torchscript.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.AssayException;
import io.assay.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives are copied byte by byte, and hostile ones refused. */
final class ArchiveTest {
  @TempDir private Path folder;

  private static Path sound() {
    try {
      return Path.of(
          Objects.requireNonNull(ArchiveTest.class.getResource("/engine/cube.pt")).toURI());
    } catch (URISyntaxException broken) {
      throw new IllegalArgumentException(broken);
    }
  }

  private static Map<String, byte[]> entries(Path file) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : java.util.Collections.list(zip.entries())) {
        try (InputStream stream = zip.getInputStream(entry)) {
          entries.put(entry.getName(), stream.readAllBytes());
        }
      }
    }
    return entries;
  }

  private Path packed(Map<String, byte[]> entries) throws IOException {
    Path file = folder.resolve("packed.pt");
    try (OutputStream stream = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(stream)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
    return file;
  }

  private static void assertRefused(Path file, String reason) {
    assertThatThrownBy(() -> Archive.read(file))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining(reason)
        .extracting(failure -> ((AssayException) failure).code())
        .isEqualTo(ErrorCode.MODEL_UNREADABLE);
  }

  @Test
  void onlyWhatIsChangedIsWrittenAnew() throws IOException {
    Archive archive = Archive.read(sound());
    Map<String, byte[]> before = entries(sound());
    String root = before.keySet().iterator().next().replaceFirst("/.*", "");
    String code = archive.code().keySet().iterator().next();
    Path copy = folder.resolve("copy.pt");

    archive.writeWith(Map.of(code, "# other\n", "code/new.py", "# new\n"), copy);

    Map<String, byte[]> after = entries(copy);
    assertThat(after.get(root + "/" + code)).isEqualTo("# other\n".getBytes(UTF_8));
    assertThat(after.get(root + "/code/new.py")).isEqualTo("# new\n".getBytes(UTF_8));
    assertThat(after).doesNotContainKey(root + "/" + code + ".debug_pkl");
    before.remove(root + "/" + code);
    before.remove(root + "/" + code + ".debug_pkl");
    before.forEach((name, bytes) -> assertThat(after.get(name)).as(name).isEqualTo(bytes));
    assertThat(Archive.read(copy).rootType()).isEqualTo(archive.rootType());
  }

  @Test
  void everyEntryBeginsAtAMultipleOf64() throws IOException {
    Path copy = folder.resolve("copy.pt");
    Archive.read(sound()).writeWith(Map.of("code/new.py", "# new\n"), copy);

    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(copy)).order(ByteOrder.LITTLE_ENDIAN);
    int at = 0;
    int entries = 0;
    while (file.getInt(at) == 0x04034b50) { // the signature of a local header
      int content = at + 30 + file.getShort(at + 26) + file.getShort(at + 28);
      assertThat(content % 64).isZero();
      at = content + file.getInt(at + 18);
      entries++;
    }
    assertThat(entries).isEqualTo(entries(copy).size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil",
        "cube/../../evil",
        "/etc/evil",
        "cube\\..\\evil",
        "C:/evil",
        "cube/code/../../../evil.py",
        "other/data.pkl",
        "loose"
      })
  void namesThatLeadElsewhereAreRefused(String name) throws IOException {
    Map<String, byte[]> entries = entries(sound());
    entries.put(name, new byte[] {1});

    assertRefused(packed(entries), "evil other/data.pkl loose".contains(name) ? "folder" : name);
  }

  @Test
  void twoEntriesOfOneNameAreRefused() throws IOException {
    Map<String, byte[]> entries = entries(sound());
    String twin = "cube/data/X";
    entries.put("cube/data/Y", new byte[] {1});
    entries.put("cube/data/Z", new byte[] {2});
    byte[] bytes = Files.readAllBytes(packed(entries));
    String text = new String(bytes, ISO_8859_1);
    text = text.replace("cube/data/Y", twin).replace("cube/data/Z", twin);
    Path file = folder.resolve("twins.pt");
    Files.write(file, text.getBytes(ISO_8859_1));

    assertRefused(file, "two entries cube/data/X");
  }

  @Test
  void aBombIsRefusedUnopened() throws IOException {
    Map<String, byte[]> entries = entries(sound());
    entries.put("cube/data/9", new byte[64 << 20]);

    assertRefused(packed(entries), "unpacks from");
  }

  @Test
  void aDeclaredGigabyteIsRefusedUnallocated() throws IOException {
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(sound())).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at + 46 < file.limit(); at++) {
      if (file.getInt(at) == 0x02014b50) { // a header of the table of contents
        file.putInt(at + 24, 1 << 30);
      }
    }
    Path lying = Files.write(folder.resolve("lying.pt"), file.array());

    assertRefused(lying, "");
  }

  @Test
  void aStructureThatIsNoModelIsRefused() throws IOException {
    for (byte[] pickle : new byte[][] {{}, {(byte) 0x80, 2}, {(byte) 0x80, 2, 'c', 'a'}, {'.'}}) {
      Map<String, byte[]> entries = entries(sound());
      entries.replaceAll((name, bytes) -> name.endsWith("/data.pkl") ? pickle : bytes);

      assertRefused(packed(entries), "data.pkl");
    }
  }

  @Test
  void tensorsThatReachPastTheirEntriesAreRefused() throws IOException {
    Path whole = sound().resolveSibling("layers").resolve("layers_script.pt");
    Map<String, byte[]> entries = entries(whole);
    entries.replaceAll((name, bytes) -> name.endsWith("/data/0") ? new byte[4] : bytes);

    assertRefused(packed(entries), "its entry has 4");

    entries.remove("layers_script/data/0");
    assertRefused(packed(entries), "tensor 0 needs");
  }

  @Test
  void toStringIsShort() {
    assertThat(Archive.read(sound()).toString()).contains("cube.pt").hasSizeLessThan(300);
  }
}
