package io.assay.table;

import io.assay.baseline.Superpixels;
import io.assay.table.FeatureColumn.Kind;
import io.assay.table.Reject.Reason;
import io.assay.table.image.ImageDecoder;
import io.assay.table.image.ImageFault;
import io.assay.table.image.ImageForm;
import io.assay.tensor.Tensor;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/** Reads a column of encoded images, or of paths of image files. */
final class ImageReader implements FeatureReader {
  /** Rounds of clustering, as is usual. */
  private static final int ROUNDS = 10;

  private final String column;
  private final boolean isFile;
  private final At at;
  private final ImageColumn image;
  private final ImageDecoder decoder;
  private final RowSources files;
  private final TextBytes path = new TextBytes();

  ImageReader(FeatureColumn column, At at, RowSources files) {
    this.column = column.name();
    this.isFile = column.kind() == Kind.IMAGE_FILE;
    this.at = at;
    this.image = Objects.requireNonNull(column.image());
    this.decoder = new ImageDecoder(image.form());
    this.files = files;
  }

  @Override
  public Optional<Fault> read(RowCells row, Inputs inputs) {
    if (row.isNull(at.column())) {
      return Fault.missing(column);
    }
    if (!isFile) {
      return decode(row.binary(at.column()), inputs);
    }
    path.clear();
    row.text(at.column(), path);
    byte[] encoded;
    try {
      encoded = files.read(path.toString());
    } catch (IOException e) {
      return Fault.of(column, Reason.MISSING_FILE, path.toString());
    }
    return decode(encoded, inputs);
  }

  private Optional<Fault> decode(byte[] encoded, Inputs inputs) {
    int to = inputs.start() + at.place();
    Optional<ImageFault> fault = decoder.decode(encoded, inputs.values(), to);
    if (fault.isPresent()) {
      return Fault.of(column, reason(fault.get().kind()), fault.get().found());
    }
    if (image.segments() > 0) {
      inputs.segments(segments(inputs.values(), to).groups(image.form().channels()));
    }
    return Optional.empty();
  }

  private static Reason reason(ImageFault.Kind kind) {
    return switch (kind) {
      case UNREADABLE -> Reason.UNDECODABLE_IMAGE;
      case TOO_LARGE, WRONG_SIZE -> Reason.WRONG_SIZE;
    };
  }

  /** Clustering may come out with more pieces than wanted; then fewer are wanted. */
  private Superpixels segments(float[] inputs, int at) {
    ImageForm form = image.form();
    Tensor shown =
        Tensor.of(form.brightness(inputs, at), form.channels(), form.height(), form.width());
    int wanted = image.segments();
    Superpixels found = Superpixels.slic(shown, wanted, image.compactness(), ROUNDS);
    while (found.size() > image.segments() && wanted > 1) {
      wanted = wanted * 9 / 10;
      found = Superpixels.slic(shown, Math.max(1, wanted), image.compactness(), ROUNDS);
    }
    return found;
  }
}
