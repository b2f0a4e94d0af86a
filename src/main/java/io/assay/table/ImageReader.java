package io.assay.table;

import io.assay.baseline.Superpixels;
import io.assay.table.Reject.Reason;
import io.assay.table.image.ImageDecoder;
import io.assay.table.image.ImageFault;
import io.assay.table.image.ImageForm;
import io.assay.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** Reads a column of encoded images, or of paths of image files. */
final class ImageReader implements FeatureReader {
  /** Rounds of clustering, as is usual. */
  private static final int ROUNDS = 10;

  private final String column;
  private final ImageColumn image;
  private final ImageDecoder decoder;
  private final RowSources files;

  ImageReader(FeatureColumn column, RowSources files) {
    this.column = column.name();
    this.image = Objects.requireNonNull(column.image());
    this.decoder = new ImageDecoder(image.form());
    this.files = files;
  }

  @Override
  public void read(FieldVector vector, Faults faults, Inputs inputs, int place) {
    for (int row = 0; row < faults.rows(); row++) {
      if (vector.isNull(row)) {
        faults.add(row, column, Reason.NULL, "null");
      } else if (!faults.has(row)) {
        byte[] encoded = bytes(vector, row, faults);
        if (encoded != null) {
          decode(encoded, row, faults, inputs, place);
        }
      }
    }
  }

  private byte @Nullable [] bytes(FieldVector vector, int row, Faults faults) {
    if (vector instanceof VarBinaryVector bytes) {
      return bytes.get(row);
    }
    String path = new String(((VarCharVector) vector).get(row), StandardCharsets.UTF_8);
    try {
      return files.read(path);
    } catch (IOException e) {
      faults.add(row, column, Reason.MISSING_FILE, path);
      return null;
    }
  }

  private void decode(byte[] encoded, int row, Faults faults, Inputs inputs, int place) {
    int at = inputs.at(row, place);
    Optional<ImageFault> fault = decoder.decode(encoded, inputs.values(), at);
    if (fault.isPresent()) {
      faults.add(row, column, reason(fault.get().kind()), fault.get().found());
    } else if (image.segments() > 0) {
      inputs.segments(row, segments(inputs.values(), at).groups(image.form().channels()));
    }
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
