package io.assay.table.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.table.image.ImageFault.Kind;
import io.assay.table.image.ImageForm.Crop;
import io.assay.table.image.ImageForm.Resize;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
  private static final float UNTOUCHED = -7;
  private static final byte[] TWO_BY_TWO =
      Png.of(
          2, Png.COLOUR, 8, new int[] {255, 0, 0, 0, 51, 0}, new int[] {0, 0, 102, 153, 153, 153});

  @Test
  void aPixelIsItsLevelBetweenNoneAndOneChannelByChannel() {
    float[] values = decoded(ImageForm.of(2, 2, 3), TWO_BY_TWO);

    assertThat(values)
        .containsExactly(1, 0, 0, 0.6f, /* green */ 0, 0.2f, 0, 0.6f, /* blue */ 0, 0, 0.4f, 0.6f);
  }

  @Test
  void greyOfAColourIsItsLuma() {
    float[] values = decoded(levels(2, 2, 1), TWO_BY_TWO);

    assertThat(values)
        .containsExactly((float) (0.299 * 255), (float) (0.587 * 51), (float) (0.114 * 102), 153f);
  }

  @Test
  void meanAndDeviationAreThoseOfTheChannel() {
    ImageForm form =
        new ImageForm(
            2, 2, 3, Resize.NONE, 0, Crop.NONE, 1, List.of(255.0, 51.0, 2.0), List.of(1., 2., 4.));

    float[] values = decoded(form, TWO_BY_TWO);

    assertThat(values)
        .containsExactly(0, -255, -255, -102, -25.5f, 0, -25.5f, 51, -0.5f, -0.5f, 25, 37.75f);
  }

  @Test
  void everyTypeOfPngGivesTheSamePixels() {
    byte[] grey = Png.of(2, Png.GREY, 8, new int[] {0, 85}, new int[] {170, 255});
    byte[] twoBits = Png.of(2, Png.GREY, 2, new int[] {0b00010000}, new int[] {0b10110000});
    byte[] wide = Png.of(2, Png.GREY, 16, new int[] {0, 0, 85, 85}, new int[] {170, 170, 255, 255});
    byte[] alpha =
        Png.of(2, Png.GREY_ALPHA, 8, new int[] {0, 9, 85, 0}, new int[] {170, 1, 255, 2});
    byte[] colours =
        Png.of(
            2,
            Png.COLOUR_ALPHA,
            8,
            new int[] {0, 0, 0, 0, 85, 85, 85, 0},
            new int[] {170, 170, 170, 128, 255, 255, 255, 255});
    byte[] palette =
        Png.header(2, 2, Png.PALETTE, 4)
            .chunk("PLTE", new byte[] {-1, -1, -1, 0, 0, 0, -86, -86, -86, 85, 85, 85})
            .chunk("tRNS", new byte[] {0, 0})
            .pixels(new int[] {0x13}, new int[] {0x20})
            .end();

    for (byte[] each : List.of(grey, twoBits, wide, alpha, colours, palette)) {
      assertThat(decoded(levels(2, 2, 1), each)).containsExactly(0, 85, 170, 255);
      assertThat(decoded(levels(2, 2, 3), each))
          .containsExactly(0, 85, 170, 255, 0, 85, 170, 255, 0, 85, 170, 255);
    }
  }

  @Test
  void sixteenBitsAreNotRoundedToEight() {
    byte[] png = Png.of(1, Png.GREY, 16, new int[] {0x12, 0x34});

    assertThat(decoded(levels(1, 1, 1), png)).containsExactly((float) (0x1234 * 255.0 / 65535));
  }

  /** Within one level: decoders of JPEG may round otherwise. */
  @Test
  void jpegColoursAreThoseThatPillowShows() throws IOException {
    List<String> lines =
        new String(resource("expected.csv"), StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(6);

    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      float[] values = decoded(levels(16, 16, 3), resource(cells[0]));
      for (int channel = 0; channel < 3; channel++) {
        assertThat(values[channel * 256 + 3 * 16 + 3])
            .as(line)
            .isCloseTo(Float.parseFloat(cells[1 + channel]), within(1f));
        assertThat(values[channel * 256 + 3 * 16 + 12])
            .as(line)
            .isCloseTo(Float.parseFloat(cells[4 + channel]), within(1f));
      }
    }
  }

  @Test
  void anImageOfAnotherSizeIsAFaultUnlessItIsResized() {
    assertThat(fault(ImageForm.of(2, 3, 3), TWO_BY_TWO))
        .isEqualTo(new ImageFault(Kind.WRONG_SIZE, "2 x 2 pixels; need 2 x 3"));
    assertThat(decoded(form(4, 6, Resize.STRETCH, 0, Crop.NONE), TWO_BY_TWO)).hasSize(72);
  }

  @Test
  void whatIsLargerThanTheInputIsCutAroundTheCentre() {
    byte[] png =
        Png.of(
            4, Png.GREY, 8, new int[] {1, 2, 3, 4}, new int[] {5, 6, 7, 8}, new int[] {9, 0, 1, 2});

    assertThat(decoded(grey(1, 2, Resize.NONE, Crop.CENTRE), png)).containsExactly(6, 7);
    assertThat(fault(grey(4, 4, Resize.NONE, Crop.CENTRE), png).kind()).isEqualTo(Kind.WRONG_SIZE);
  }

  @Test
  void anImageThatFitsKeepsItsProportionsAmongBlack() {
    byte[] png = Png.of(2, Png.GREY, 8, new int[] {90, 90});

    float[] values = decoded(grey(4, 4, Resize.FIT, Crop.NONE), png);

    assertThat(values).containsExactly(0, 0, 0, 0, 90, 90, 90, 90, 90, 90, 90, 90, 0, 0, 0, 0);
  }

  @Test
  void theShorterSideIsResizedAndTheLongerCut() {
    byte[] png = Png.of(4, Png.GREY, 8, new int[] {0, 100, 200, 250}, new int[] {0, 100, 200, 250});

    assertThat(decoded(grey(2, 2, Resize.SHORTER_SIDE, Crop.CENTRE), png))
        .containsExactly(100, 200, 100, 200);
    assertThat(fault(grey(2, 2, Resize.SHORTER_SIDE, Crop.NONE), png).kind())
        .isEqualTo(Kind.WRONG_SIZE);
  }

  @Test
  void theShorterSideMayBeGiven() {
    ImageForm form = form(224, 224, Resize.SHORTER_SIDE, 256, Crop.CENTRE);

    assertThat(Placement.of(form, 480, 641)).isEqualTo(new Placement(256, 341, 16, 58, 0, 0));
    assertThat(Placement.of(form, 641, 480)).isEqualTo(new Placement(341, 256, 58, 16, 0, 0));
  }

  /** Pillow mixes in float32 and in two passes of its own order: 1e-4 of 255 levels. */
  @ParameterizedTest
  @ValueSource(strings = {"4x5", "20x30", "11x3"})
  void resamplingIsThatOfPillow(String size) throws IOException {
    int height = Integer.parseInt(size.split("x", -1)[0]);
    int width = Integer.parseInt(size.split("x", -1)[1]);
    int[][] lines = new int[11][17];
    for (int y = 0; y < 11; y++) {
      for (int x = 0; x < 17; x++) {
        lines[y][x] = (37 * y * y + 91 * x + 13 * x * y) % 256;
      }
    }

    float[] values =
        decoded(grey(height, width, Resize.STRETCH, Crop.NONE), Png.of(17, Png.GREY, 8, lines));

    String expected = new String(resource("resampled_" + size + ".csv"), StandardCharsets.UTF_8);
    float[] wanted = new float[height * width];
    String[] cells = expected.strip().split("[,\n]", -1);
    for (int place = 0; place < wanted.length; place++) {
      wanted[place] = Float.parseFloat(cells[place]);
    }
    assertThat(values).containsExactly(wanted, within(255 * 1e-4f));
  }

  @Test
  void shrinkingKeepsTheMeanOfAGradient() {
    int[] line = new int[64];
    Arrays.setAll(line, x -> 4 * x);

    float[] values = decoded(grey(1, 8, Resize.STRETCH, Crop.NONE), Png.of(64, Png.GREY, 8, line));

    float sum = 0;
    for (float value : values) {
      sum += value;
    }
    assertThat(sum / 8).isCloseTo(4 * 31.5f, within(1e-4f));
    assertThat(values).isSorted();
  }

  @Test
  void brightnessUndoesTheForm() {
    ImageForm form =
        new ImageForm(
            2,
            2,
            3,
            Resize.NONE,
            0,
            Crop.NONE,
            1 / 255.0,
            List.of(.5, .4, .3),
            List.of(.2, .3, .4));

    float[] shown = form.brightness(decoded(form, TWO_BY_TWO), 0);

    assertThat(shown)
        .containsExactly(
            new float[] {1, 0, 0, 0.6f, 0, 0.2f, 0, 0.6f, 0, 0, 0.4f, 0.6f}, within(1e-6f));
  }

  @Test
  void whatIsNoImageIsAFaultThatSaysWhatItIs() {
    assertThat(fault(ImageForm.of(1, 1, 1), new byte[0]).found()).isEqualTo("no bytes");
    assertThat(fault(ImageForm.of(1, 1, 1), bytes("hello, world")).found())
        .isEqualTo("neither PNG nor JPEG");
    assertThat(fault(ImageForm.of(1, 1, 1), bytes("GIF89a......")).found()).isEqualTo("GIF");
  }

  @Test
  void aHugeDeclaredSizeIsRefusedBeforeItIsUnpacked() {
    byte[] png = Png.header(60_000, 60_000, Png.COLOUR, 8).pixels(new int[] {0}).end();

    assertThat(fault(form(2, 2, Resize.STRETCH, 0, Crop.NONE), png))
        .isEqualTo(new ImageFault(Kind.TOO_LARGE, "60000 x 60000 pixels; at most 50000000"));
  }

  @Test
  void aPackedNoteIsNotUnpacked() {
    byte[] bomb = new byte[80_000_000];
    byte[] note = Png.packed(bomb);
    byte[] text = new byte[note.length + 3];
    text[0] = 'a';
    System.arraycopy(note, 0, text, 3, note.length);
    byte[] png =
        Png.header(1, 1, Png.PALETTE, 8)
            .chunk("PLTE", new byte[] {9, 9, 9})
            .chunk("zTXt", text)
            .pixels(new int[] {0})
            .end();

    assertThat(decoded(levels(1, 1, 1), png)).containsExactly(9);
  }

  @Test
  void aFileCutAnywhereIsAFault() throws IOException {
    for (byte[] whole :
        List.of(
            TWO_BY_TWO,
            resource("colour.jpg"),
            resource("progressive.jpg"),
            resource("inks.jpg"))) {
      ImageForm form = form(2, 2, Resize.STRETCH, 0, Crop.NONE);
      for (int length = 0; length < whole.length - 2; length++) {
        byte[] cut = Arrays.copyOf(whole, length);
        assertThat(fault(form, cut).kind())
            .as("%d of %d", length, whole.length)
            .isEqualTo(Kind.UNREADABLE);
      }
    }
  }

  @Test
  void noChangedByteBreaksTheDecoder() throws IOException {
    Random random = new Random(7);
    ImageForm form = form(4, 4, Resize.STRETCH, 0, Crop.NONE);
    for (byte[] whole : List.of(resource("colour.jpg"), resource("inks_as_luma.jpg"), TWO_BY_TWO)) {
      for (int round = 0; round < 300; round++) {
        byte[] changed = whole.clone();
        for (int change = 0; change < 3; change++) {
          changed[2 + random.nextInt(changed.length - 2)] = (byte) random.nextInt(256);
        }
        float[] values = new float[form.length()];
        if (new ImageDecoder(form).decode(changed, values, 0).isEmpty()) {
          for (float value : values) {
            assertThat(value).isBetween(0f, 255f);
          }
        }
      }
    }
  }

  private static ImageForm levels(int height, int width, int channels) {
    return new ImageForm(
        height, width, channels, Resize.NONE, 0, Crop.NONE, 1, List.of(), List.of());
  }

  private static ImageForm grey(int height, int width, Resize resize, Crop crop) {
    return new ImageForm(height, width, 1, resize, 0, crop, 1, List.of(), List.of());
  }

  private static ImageForm form(int height, int width, Resize resize, int side, Crop crop) {
    return new ImageForm(height, width, 3, resize, side, crop, 1, List.of(), List.of());
  }

  /** Decodes into the middle of an array, whose rest must stay as it is. */
  private static float[] decoded(ImageForm form, byte[] encoded) {
    float[] into = new float[form.length() + 2];
    Arrays.fill(into, UNTOUCHED);
    assertThat(new ImageDecoder(form).decode(encoded, into, 1)).isEmpty();
    assertThat(into[0]).isEqualTo(UNTOUCHED);
    assertThat(into[into.length - 1]).isEqualTo(UNTOUCHED);
    return Arrays.copyOfRange(into, 1, into.length - 1);
  }

  private static ImageFault fault(ImageForm form, byte[] encoded) {
    float[] into = new float[form.length()];
    Arrays.fill(into, UNTOUCHED);
    Optional<ImageFault> fault = new ImageDecoder(form).decode(encoded, into, 0);
    assertThat(into).containsOnly(UNTOUCHED);
    return fault.orElseThrow();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream stream = ImageDecoderTest.class.getResourceAsStream("/images/" + name)) {
      assertThat(stream).as(name).isNotNull();
      return stream.readAllBytes();
    }
  }
}
