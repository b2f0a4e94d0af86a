package io.assay.spark.scan;

import io.assay.AssayException;
import io.assay.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A part of a file: a range of bytes, and of the rows that begin in it all or a range.
 *
 * @param file its number in the list of input files
 * @param start the first byte
 * @param length bytes
 * @param rows rows of the piece; -1 where nobody knows before it is read
 * @param first the first of them within the range of bytes; -1 if the piece is all of its rows
 */
record Piece(int file, long start, long length, long rows, long first) {
  static final long UNKNOWN = -1;
  private static final long ALL = -1;

  private static final Pattern TEXT =
      Pattern.compile("(\\d+):(\\d+)\\+(\\d+)(?:=(\\d+))?(?:@(\\d+))?");

  /** A range of bytes with all of its rows. */
  static Piece of(int file, long start, long length, long rows) {
    return new Piece(file, start, length, rows, ALL);
  }

  /** Some rows of a range of bytes. */
  Piece rows(long from, long count) {
    return new Piece(file, start, length, count, from);
  }

  /** Returns whether the piece is some rows of its range of bytes, and not all. */
  boolean isRowRange() {
    return first != ALL;
  }

  /**
   * Returns this piece and the next of the same file as one, if one ends where the other begins.
   */
  boolean isFollowedBy(Piece next) {
    return file == next.file
        && !isRowRange()
        && !next.isRowRange()
        && start + length == next.start
        && (rows == UNKNOWN) == (next.rows == UNKNOWN);
  }

  /** Returns this piece made longer by the one that follows it. */
  Piece with(Piece next) {
    long together = rows == UNKNOWN ? UNKNOWN : rows + next.rows;
    return of(file, start, length + next.length, together);
  }

  /** Returns the pieces of a shard as text: {@code FILE:START+LENGTH=ROWS@FIRST}, with spaces. */
  static String text(List<Piece> pieces) {
    return pieces.stream().map(Piece::text).collect(Collectors.joining(" "));
  }

  private String text() {
    return file
        + ":"
        + start
        + "+"
        + length
        + (rows == UNKNOWN ? "" : "=" + rows)
        + (isRowRange() ? "@" + first : "");
  }

  /** Reads the pieces of a shard. */
  static List<Piece> parse(String text) {
    List<Piece> pieces = new ArrayList<>();
    for (String each : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
      Matcher found = TEXT.matcher(each);
      if (!found.matches()) {
        throw new AssayException(ErrorCode.INTERNAL, "A stored shard has the piece \"%s\"", each);
      }
      pieces.add(
          new Piece(
              Integer.parseInt(found.group(1)),
              Long.parseLong(found.group(2)),
              Long.parseLong(found.group(3)),
              found.group(4) == null ? UNKNOWN : Long.parseLong(found.group(4)),
              found.group(5) == null ? ALL : Long.parseLong(found.group(5))));
    }
    return pieces;
  }
}
