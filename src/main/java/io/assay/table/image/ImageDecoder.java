package io.assay.table.image;

import io.assay.table.image.ImageFault.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Turns the bytes of a PNG or JPEG file into a model's input. Grey, colour, palettes, alpha (left
 * out), 1 to 16 bits and print colours are read as Pillow's {@code convert("RGB")} or {@code
 * convert("L")} gives them: as stored, without colour profile and without the orientation that a
 * camera notes. An image that cannot be read whole becomes a fault, never grey or black pixels. The
 * same bytes give the same values, bit for bit, on every machine of one Java release.
 *
 * <p>A file's declared size is read before its pixels; memory is that of its raster (3 to 8 bytes a
 * pixel) and of one input in float64. It needs no display. A decoder may be used by many threads.
 */
public final class ImageDecoder {
  /** Pixels that an image may have; a larger one is a fault before it is unpacked. */
  public static final long MOST_PIXELS = 50_000_000;

  private static final int LONGEST_EDGE = 65_500;

  private final ImageForm form;

  /** Creates a decoder of images of one form. */
  public ImageDecoder(ImageForm form) {
    this.form = form;
  }

  /** Returns the form. */
  public ImageForm form() {
    return form;
  }

  /**
   * Decodes one image.
   *
   * @param encoded the bytes of a PNG or JPEG file
   * @param into takes [channels, height, width] values; left as it is if there is a fault
   * @param at where the first of them goes
   * @return why the image cannot be an input; empty if it is one
   */
  public Optional<ImageFault> decode(byte[] encoded, float[] into, int at) {
    if (encoded.length == 0) {
      return fault(Kind.UNREADABLE, "no bytes");
    }
    ImageKind kind = ImageKind.of(encoded);
    if (kind != ImageKind.PNG && kind != ImageKind.JPEG) {
      return fault(Kind.UNREADABLE, kind.shown());
    }
    ImageReader reader = kind.reader();
    LostPixels lost = new LostPixels();
    try (ImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(kind.pixelsOnly(encoded)))) {
      reader.addIIOReadWarningListener(lost);
      reader.setInput(stream, true, true);
      Optional<ImageFault> fault = check(reader.getHeight(0), reader.getWidth(0));
      if (fault.isPresent()) {
        return fault;
      }
      double[] levels = levels(kind.rows(reader, encoded, form.channels()));
      if (lost.any()) {
        return fault(Kind.UNREADABLE, "damaged " + kind.shown() + ": " + lost.first());
      }
      write(levels, into, at);
      return Optional.empty();
    } catch (IOException | RuntimeException broken) {
      return fault(Kind.UNREADABLE, "damaged " + kind.shown() + ": " + reason(broken));
    } finally {
      reader.dispose();
    }
  }

  private Optional<ImageFault> check(int height, int width) {
    if ((long) height * width > MOST_PIXELS || Math.max(height, width) > LONGEST_EDGE) {
      return fault(
          Kind.TOO_LARGE,
          String.format(Locale.ROOT, "%d x %d pixels; at most %d", height, width, MOST_PIXELS));
    }
    if (!Placement.of(form, height, width).fits(form)) {
      return fault(
          Kind.WRONG_SIZE,
          String.format(
              Locale.ROOT,
              "%d x %d pixels; need %d x %d",
              height,
              width,
              form.height(),
              form.width()));
    }
    return Optional.empty();
  }

  private double[] levels(PixelRows rows) {
    Placement placement = Placement.of(form, rows.height(), rows.width());
    return new Resampler(form, placement, rows).levels(rows);
  }

  private void write(double[] levels, float[] into, int at) {
    int plane = form.height() * form.width();
    for (int place = 0; place < levels.length; place++) {
      into[at + place] = (float) form.valueOf(levels[place], place / plane);
    }
  }

  private static Optional<ImageFault> fault(Kind kind, String found) {
    return Optional.of(new ImageFault(kind, found));
  }

  private static String reason(Exception broken) {
    Throwable deepest = broken;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String message = deepest.getMessage();
    return message == null ? deepest.getClass().getSimpleName() : message;
  }
}
