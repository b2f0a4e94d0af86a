package io.assay.spark.scan;

import java.util.List;

/**
 * What a file can be cut into.
 *
 * @param parts its parts in order, each a piece that can be read by itself: row groups, or the
 *     whole file
 * @param cut how a part that is too large is cut
 */
record FileParts(List<Piece> parts, Cut cut) {
  /** How a part that is too large is cut. */
  enum Cut {
    /** At any byte: the reader finds the next row. */
    BY_BYTES,
    /** At any row, and only the pages that hold rows of the piece are read. */
    BY_ROWS,
    /** At any row, by skipping the rows before. */
    BY_SKIPPED_ROWS,
    /** Not at all. */
    NEVER
  }

  /** Copies the list. */
  FileParts {
    parts = List.copyOf(parts);
  }

  /** Returns the file's rows, or its bytes where nobody knows how many rows it has. */
  long weight() {
    return parts.stream().mapToLong(FileParts::weight).sum();
  }

  static long weight(Piece piece) {
    return piece.rows() == Piece.UNKNOWN ? piece.length() : piece.rows();
  }
}
