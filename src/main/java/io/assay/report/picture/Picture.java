package io.assay.report.picture;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** An image for people: rows of pixels in red, green and blue, 8 bits each. */
public final class Picture {
  private static final int LEVELS = 255;
  private static final int COLOURS = 256; // of a palette

  private final int height;
  private final int width;
  private final int[] pixels;

  Picture(int height, int width, int[] pixels) {
    if (height < 1 || width < 1 || pixels.length != height * width) {
      throw new IllegalArgumentException(
          pixels.length + " pixels are no picture of " + height + " x " + width);
    }
    this.height = height;
    this.width = width;
    this.pixels = pixels;
  }

  /**
   * A picture of brightness.
   *
   * @param brightness [channels, height, width], 0 to 1; what lies outside is cut
   * @param channels 1 for grey; 3 for red, green and blue
   * @throws IllegalArgumentException if the sizes do not fit each other
   */
  public static Picture of(float[] brightness, int channels, int height, int width) {
    int plane = height * width;
    if ((channels != 1 && channels != 3) || brightness.length != channels * plane) {
      throw new IllegalArgumentException(
          "%d values are no picture of %d x %d x %d"
              .formatted(brightness.length, channels, height, width));
    }
    int[] pixels = new int[plane];
    for (int pixel = 0; pixel < plane; pixel++) {
      int second = channels == 3 ? plane + pixel : pixel;
      int third = channels == 3 ? 2 * plane + pixel : pixel;
      pixels[pixel] =
          Rgb.of(
              LEVELS * brightness[pixel], LEVELS * brightness[second], LEVELS * brightness[third]);
    }
    return new Picture(height, width, pixels);
  }

  /** Returns rows of pixels. */
  public int height() {
    return height;
  }

  /** Returns columns of pixels. */
  public int width() {
    return width;
  }

  /** Returns the pixel at row y and column x as {@code 0xRRGGBB}. */
  public int rgb(int y, int x) {
    return pixels[y * width + x];
  }

  /** Returns this picture with every pixel as a square of so many, so that it can be seen. */
  public Picture enlarged(int factor) {
    if (factor == 1) {
      return this;
    }
    int[] large = new int[height * factor * width * factor];
    for (int at = 0; at < large.length; at++) {
      int y = at / (width * factor) / factor;
      int x = at % (width * factor) / factor;
      large[at] = pixels[y * width + x];
    }
    return new Picture(height * factor, width * factor, large);
  }

  /**
   * Returns this picture, or one with so many pixels averaged into one that no side is longer.
   *
   * @param longest pixels of the longer side, at least 1
   */
  public Picture within(int longest) {
    int factor = (Math.max(height, width) + longest - 1) / longest;
    if (factor == 1) {
      return this;
    }
    int rows = (height + factor - 1) / factor;
    int columns = (width + factor - 1) / factor;
    int[] small = new int[rows * columns];
    for (int at = 0; at < small.length; at++) {
      small[at] = mean(at / columns * factor, at % columns * factor, factor);
    }
    return new Picture(rows, columns, small);
  }

  private int mean(int top, int left, int factor) {
    double red = 0;
    double green = 0;
    double blue = 0;
    int count = 0;
    for (int y = top; y < Math.min(height, top + factor); y++) {
      for (int x = left; x < Math.min(width, left + factor); x++) {
        red += Rgb.red(rgb(y, x));
        green += Rgb.green(rgb(y, x));
        blue += Rgb.blue(rgb(y, x));
        count++;
      }
    }
    return Rgb.of(red / count, green / count, blue / count);
  }

  /** Returns the bytes of a PNG file of this picture, with a palette if 256 colours are enough. */
  public byte[] png() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(packed(), "png", stream);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /**
   * Returns the bytes of a JPEG file of this picture, a third of a PNG's for photographs.
   *
   * @param quality 0 to 1; at 0.9 the eye sees no difference
   */
  public byte[] jpeg(float quality) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam settings = writer.getDefaultWriteParam();
      settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      settings.setCompressionQuality(quality);
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image(), null, null), settings);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private BufferedImage packed() {
    int[] palette = IntStream.of(pixels).distinct().sorted().limit(COLOURS + 1L).toArray();
    if (palette.length > COLOURS) {
      return image();
    }
    IndexColorModel colours =
        new IndexColorModel(8, palette.length, palette, 0, false, -1, DataBuffer.TYPE_BYTE);
    BufferedImage image =
        new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, colours);
    int[] indices = new int[pixels.length];
    Arrays.setAll(indices, at -> Arrays.binarySearch(palette, pixels[at]));
    image.getRaster().setPixels(0, 0, width, height, indices);
    return image;
  }

  BufferedImage image() {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, width, height, pixels, 0, width);
    return image;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Picture that
        && height == that.height
        && width == that.width
        && Arrays.equals(pixels, that.pixels);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * height + width) + Arrays.hashCode(pixels);
  }

  @Override
  public String toString() {
    return "Picture[" + height + " x " + width + "]";
  }
}
