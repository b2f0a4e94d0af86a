package io.assay.table.image;

import io.assay.attribution.Setting;
import java.io.Serializable;
import java.util.Collections;
import java.util.List;

/**
 * How an image becomes a model's input [channels, height, width]: a pixel's level 0 to 255 becomes
 * {@code (level x scale - mean) / std}. It travels to executors.
 *
 * @param height rows of the input, 1 to 8192
 * @param width columns of the input, 1 to 8192
 * @param channels 1 (grey, ITU-R 601 luma) or 3 (red, green, blue); an alpha channel is dropped
 * @param resize how an image of another size is resampled
 * @param side of {@link Resize#SHORTER_SIDE}: pixels of the shorter side after it; 0 for the least
 *     that covers the input
 * @param crop whether what is larger than the input is cut away
 * @param scale factor from levels to the units of mean and std
 * @param mean one number a channel, after the scale; empty for zeros
 * @param std one positive number a channel, after the scale; empty for ones
 */
public record ImageForm(
    @Setting(meaning = "Height of the model's input", allowed = "1 to 8192", unit = "pixels")
        int height,
    @Setting(meaning = "Width of the model's input", allowed = "1 to 8192", unit = "pixels")
        int width,
    @Setting(meaning = "1 for grey, 3 for red, green and blue", standard = "3", allowed = "1, 3")
        int channels,
    @Setting(
            meaning = "How an image of another size is resampled",
            standard = "none",
            allowed = "none, shorter-side, stretch, fit")
        Resize resize,
    @Setting(
            meaning = "The shorter side after resize: shorter-side; 0 covers the input just so",
            standard = "0",
            allowed = "0 to 8192",
            unit = "pixels")
        int side,
    @Setting(
            meaning = "Whether what is larger than the input is cut away around the centre",
            standard = "none",
            allowed = "none, centre")
        Crop crop,
    @Setting(
            meaning = "Factor of a pixel's level, 0 to 255, before mean and std",
            standard = "0.00392156862745098",
            allowed = "over 0")
        double scale,
    @Setting(
            meaning = "Subtracted after the scale, one number a channel",
            standard = "[]",
            allowed = "empty for zeros, or one number a channel")
        List<Double> mean,
    @Setting(
            meaning = "Divides after the mean, one number a channel",
            standard = "[]",
            allowed = "empty for ones, or one number over 0 a channel")
        List<Double> std)
    implements Serializable {

  /** The largest height and width of a model's input. */
  public static final int LONGEST_SIDE = 8192;

  private static final double LEVELS = 255;

  /** What happens to an image of another size. */
  public enum Resize {
    /** Nothing: it must have the input's size, or be larger if it is cropped. */
    NONE,
    /** It keeps its proportions; the shorter side gets {@link ImageForm#side}. */
    SHORTER_SIDE,
    /** It gets the input's height and width, whatever its proportions. */
    STRETCH,
    /** It keeps its proportions and is wholly inside; the rest is black. */
    FIT
  }

  /** What happens to an image that is larger than the input, after it was resized. */
  public enum Crop {
    /** Nothing: it is refused. */
    NONE,
    /** The part around its centre is taken. */
    CENTRE
  }

  /**
   * Fills in means of zero and deviations of one.
   *
   * @throws IllegalArgumentException if a component is out of its range
   */
  public ImageForm {
    require(
        inside(height, 1) && inside(width, 1), "size is " + height + " x " + width, "1 to 8192");
    require(channels == 1 || channels == 3, "channels is " + channels, "1 or 3");
    require(inside(side, 0), "side is " + side, "0 to 8192");
    require(scale > 0 && Double.isFinite(scale), "scale is " + scale, "a number over 0");
    mean = mean.isEmpty() ? Collections.nCopies(channels, 0.0) : mean;
    std = std.isEmpty() ? Collections.nCopies(channels, 1.0) : std;
    require(mean.size() == channels, "mean is " + mean, "a number for each of " + channels);
    require(std.size() == channels, "std is " + std, "a number for each of " + channels);
    require(mean.stream().allMatch(Double::isFinite), "mean is " + mean, "numbers");
    require(
        std.stream().allMatch(each -> each > 0 && Double.isFinite(each)),
        "std is " + std,
        "numbers over 0");
    mean = List.copyOf(mean);
    std = List.copyOf(std);
  }

  /** A form of images that have the input's size already; levels become 0 to 1. */
  public static ImageForm of(int height, int width, int channels) {
    return new ImageForm(
        height, width, channels, Resize.NONE, 0, Crop.NONE, 1 / LEVELS, List.of(), List.of());
  }

  /** Returns how many values an input holds. */
  public int length() {
    return channels * height * width;
  }

  /**
   * Returns the value of a pixel's level.
   *
   * @param level 0 to 255
   * @param channel from 0
   */
  public double valueOf(double level, int channel) {
    return (level * scale - mean.get(channel)) / std.get(channel);
  }

  /**
   * Turns inputs back into what they show: brightness 0 to 1, cut at both ends.
   *
   * @param inputs holds [channels, height, width]
   * @param at where the first value lies
   * @return [channels, height, width]
   */
  public float[] brightness(float[] inputs, int at) {
    float[] shown = new float[length()];
    int plane = height * width;
    for (int place = 0; place < shown.length; place++) {
      int channel = place / plane;
      double level = (inputs[at + place] * std.get(channel) + mean.get(channel)) / scale;
      shown[place] = (float) Math.min(1, Math.max(0, level / LEVELS));
    }
    return shown;
  }

  private static boolean inside(int pixels, int least) {
    return pixels >= least && pixels <= LONGEST_SIDE;
  }

  private static void require(boolean holds, String found, String needed) {
    if (!holds) {
      throw new IllegalArgumentException("image." + found + "; need " + needed);
    }
  }
}
