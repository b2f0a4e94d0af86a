package io.assay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.model.BlackBox;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spoiled archives open or are refused as models; nothing else ever happens. */
final class ArchiveFuzzTest {
  private static final int TIMES = 60; // of each way to spoil; all of it takes some seconds

  @TempDir private Path folder;

  private final SplittableRandom random = new SplittableRandom(20260101);

  /** A way to spoil an archive. */
  private interface Spoiling {
    byte[] on(byte[] sound) throws IOException;
  }

  private void spoil(Spoiling way) throws IOException {
    Path inside = Files.createDirectories(folder.resolve("a/b"));
    byte[] sound = Files.readAllBytes(Models.file("layers/layers_script.pt"));
    Path file = inside.resolve("spoiled.pt");
    int refused = 0;
    for (int time = 0; time < TIMES; time++) {
      Files.write(file, way.on(sound));
      try (BlackBox model = ModelFiles.openTorchScript(file, ModelOptions.ofShape(6))) {
        assertThat(model.signature().outputs()).isNotEmpty();
      } catch (AssayException failure) {
        assertThat(failure.code().kind())
            .as(failure.getMessage())
            .isIn(ErrorCode.Kind.MODEL, ErrorCode.Kind.RESOURCE);
        refused++;
      }
    }
    assertThat(refused).isPositive();
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile)).containsExactly(file);
    }
  }

  @Test
  void cutOff() throws IOException {
    spoil(sound -> Arrays.copyOf(sound, random.nextInt(sound.length)));
  }

  @Test
  void bytesFlipped() throws IOException {
    spoil(
        sound -> {
          byte[] spoiled = sound.clone();
          for (int flip = random.nextInt(8); flip >= 0; flip--) {
            spoiled[random.nextInt(spoiled.length)] ^= (byte) (1 << random.nextInt(8));
          }
          return spoiled;
        });
  }

  @Test
  void bytesFlippedInTheTableOfContents() throws IOException {
    spoil(
        sound -> {
          byte[] spoiled = sound.clone();
          int at = spoiled.length - 1 - random.nextInt(2000);
          spoiled[at] = (byte) random.nextInt(256);
          return spoiled;
        });
  }

  @Test
  void entriesSwapped() throws IOException {
    spoil(
        sound -> {
          Map<String, byte[]> entries = entries(sound);
          List<String> names = new ArrayList<>(entries.keySet());
          String one = names.get(random.nextInt(names.size()));
          String other = names.get(random.nextInt(names.size()));
          byte[] first = Objects.requireNonNull(entries.get(one));
          entries.put(one, Objects.requireNonNull(entries.get(other)));
          entries.put(other, first);
          return packed(entries);
        });
  }

  @Test
  void entriesLeftOutOrRenamed() throws IOException {
    String[] names = {
      "../x", "/x", "a\\x", "layers_script/../../x", "x", "layers_script/x", "C:/x"
    };
    spoil(
        sound -> {
          Map<String, byte[]> entries = entries(sound);
          List<String> all = new ArrayList<>(entries.keySet());
          byte[] moved = entries.remove(all.get(random.nextInt(all.size())));
          entries.put(names[random.nextInt(names.length)], moved);
          return packed(entries);
        });
  }

  @Test
  void codeScrambled() throws IOException {
    spoil(
        sound -> {
          Map<String, byte[]> entries = entries(sound);
          List<String> code = entries.keySet().stream().filter(n -> n.endsWith(".py")).toList();
          String chosen = code.get(random.nextInt(code.size()));
          byte[] text = Objects.requireNonNull(entries.get(chosen));
          String letters = "()[]{}\"'\\,.:=-> \n#ax0";
          for (int change = random.nextInt(4); change >= 0; change--) {
            text[random.nextInt(text.length)] =
                (byte) letters.charAt(random.nextInt(letters.length()));
          }
          return packed(entries);
        });
  }

  private Map<String, byte[]> entries(byte[] archive) throws IOException {
    Path file = Files.write(folder.resolve("sound.pt"), archive);
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        try (InputStream stream = zip.getInputStream(entry)) {
          entries.put(entry.getName(), stream.readAllBytes());
        }
      }
    }
    Files.delete(file);
    return entries;
  }

  private byte[] packed(Map<String, byte[]> entries) throws IOException {
    Path file = folder.resolve("packed.pt");
    try (OutputStream stream = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(stream)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
    byte[] bytes = Files.readAllBytes(file);
    Files.delete(file);
    return bytes;
  }
}
