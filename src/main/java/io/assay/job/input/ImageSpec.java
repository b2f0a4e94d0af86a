package io.assay.job.input;

import io.assay.attribution.Setting;
import java.util.List;
import java.util.Optional;

/** An image column, and how an image becomes a model's input [channels, height, width]. */
public record ImageSpec(
    @Setting(
            meaning =
                "The column of encoded images, PNG or JPEG; content with format binary-file. Either this or path-column.",
            standard = "none")
        Optional<String> column,
    @Setting(
            meaning =
                "The column of paths of image files, on any Hadoop file system; they are read where the row is explained.",
            standard = "none")
        Optional<String> pathColumn,
    @Setting(
            meaning =
                "The folder that the paths of path-column start from, relative to the job file.",
            standard = "the job file's folder")
        Optional<String> root,
    @Setting(meaning = "Height of the model's input.", allowed = "1 to 8192", unit = "pixels")
        int height,
    @Setting(meaning = "Width of the model's input.", allowed = "1 to 8192", unit = "pixels")
        int width,
    @Setting(meaning = "1 for grey; 3 for red, green and blue.", standard = "3", allowed = "1 to 3")
        int channels,
    @Setting(
            meaning =
                "How an image of another size is resampled: shorter-side keeps its proportions and lets side pixels remain of the shorter side, fit puts it on black as a whole.",
            standard = "none")
        Resize resize,
    @Setting(
            meaning = "For resize shorter-side: pixels of the shorter side; 0 covers the input.",
            standard = "0",
            allowed = "0 to 8192",
            unit = "pixels")
        int side,
    @Setting(
            meaning = "Whether what is larger than the input is cut away around the centre.",
            standard = "none")
        Crop crop,
    @Setting(
            meaning =
                "Factor of a pixel's level, 0 to 255, before mean and std; 1 / 255 gives 0 to 1.",
            standard = "0.00392156862745098",
            allowed = "1e-9 to 1000000")
        double scale,
    @Setting(
            meaning = "Subtracted after the scale, one number a channel; zeros if empty.",
            standard = "[]")
        List<Double> mean,
    @Setting(
            meaning = "Divides after the mean, one number over 0 a channel; ones if empty.",
            standard = "[]")
        List<Double> std,
    @Setting(
            meaning = "Pixels attributed together.",
            standard = "pixels",
            allowed = PixelGroups.FORMS)
        PixelGroups groups,
    @Setting(
            meaning =
                "Rows and columns of the cells that pixels are summed up to in the importance table. If empty: the pixels themselves up to 784, else 14 x 14.",
            standard = "[]")
        List<Integer> cells) {
  /** How an image of another size is resampled. */
  public enum Resize {
    /** It is not. */
    NONE,
    /** In its proportions, to a given shorter side. */
    SHORTER_SIDE,
    /** To the input's size, whatever its proportions. */
    STRETCH,
    /** In its proportions, as a whole, on black. */
    FIT
  }

  /** What becomes of what is larger than the input. */
  public enum Crop {
    /** Such an image is rejected. */
    NONE,
    /** The centre is kept. */
    CENTRE
  }

  /** Copies the lists. */
  public ImageSpec {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    cells = List.copyOf(cells);
  }

  /** Returns this image read from a column, unless it names one itself. */
  public ImageSpec orFrom(String other) {
    return column.isPresent() || pathColumn.isPresent() ? this : with(Optional.of(other), root);
  }

  /** Returns this image with the folder of its paths. */
  public ImageSpec withRoot(String folder) {
    return with(column, Optional.of(folder));
  }

  private ImageSpec with(Optional<String> from, Optional<String> folder) {
    return new ImageSpec(
        from,
        pathColumn,
        folder,
        height,
        width,
        channels,
        resize,
        side,
        crop,
        scale,
        mean,
        std,
        groups,
        cells);
  }
}
