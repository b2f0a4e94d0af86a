package io.assay.spark.scan;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes shards of about one size out of files, in the order of the files: small files and row
 * groups lie together in a shard, large ones are cut. A file that is large enough for a shard
 * shares none with others, so that it can change without changing other shards. Pure: the same
 * files make the same shards.
 */
final class Packing {
  /** Skipping reads what it skips, so that n pieces cost (n + 1) / 2 times the read. */
  private static final int MOST_SKIPPING_PIECES = 4;

  /** So many rows are skipped in a second or less: a small row group may be cut more finely. */
  private static final long MOST_SKIPPED_ROWS = 1 << 20;

  /**
   * Rows of a page as Parquet's writers for the JVM make them. A piece that begins within a page
   * reads all of it, so that pieces of about a page, cut anywhere, read most pages twice.
   */
  private static final long PAGE_ROWS = 20_000;

  /** How much larger shards become in each try to have fewer of them. */
  private static final double LARGER = 1.25;

  private final double target;
  private final List<List<Piece>> shards = new ArrayList<>();
  private final List<Piece> current = new ArrayList<>();
  private long weight;

  private Packing(double target) {
    this.target = target;
  }

  /**
   * Packs files.
   *
   * @param files the files in the order of the list of input files
   * @param target the weight of a shard: rows, or bytes where rows are not known
   * @param most the most shards; there may be fewer and larger ones than asked for
   * @return at least one shard, which is empty if there is nothing to read
   */
  static List<List<Piece>> shards(List<FileParts> files, double target, int most) {
    double larger = Math.max(1, target);
    List<List<Piece>> shards = new Packing(larger).pack(files);
    while (shards.size() > most) {
      larger *= LARGER;
      shards = new Packing(larger).pack(files);
    }
    return shards;
  }

  private List<List<Piece>> pack(List<FileParts> files) {
    for (FileParts file : files) {
      long whole = file.weight();
      if (whole >= target) {
        end();
        file.parts().forEach(part -> cut(part, file.cut()));
        end();
      } else if (whole > 0) {
        makeRoom(whole);
        file.parts().forEach(this::add);
      }
    }
    end();
    if (shards.isEmpty()) {
      shards.add(List.of());
    }
    return shards;
  }

  private void cut(Piece part, FileParts.Cut cut) {
    long whole = FileParts.weight(part);
    int count = pieces(whole, cut);
    if (count == 1) {
      makeRoom(whole);
      add(part);
      return;
    }
    end();
    for (int i = 0; i < count; i++) {
      add(
          cut == FileParts.Cut.BY_BYTES
              ? bytes(part, i, count)
              : rows(part, edge(part, i, count), edge(part, i + 1, count)));
      end();
    }
  }

  private int pieces(long whole, FileParts.Cut cut) {
    int wanted = (int) Math.max(1, Math.min(Integer.MAX_VALUE - 1, Math.round(whole / target)));
    return switch (cut) {
      case BY_BYTES, BY_ROWS -> wanted;
      case BY_SKIPPED_ROWS ->
          (int)
              Math.min(
                  wanted,
                  Math.max(MOST_SKIPPING_PIECES, 2 * MOST_SKIPPED_ROWS / Math.max(1, whole)));
      case NEVER -> 1;
    };
  }

  private static Piece bytes(Piece part, int piece, int pieces) {
    long from = share(part.length(), piece, pieces);
    long to = share(part.length(), piece + 1, pieces);
    return Piece.of(part.file(), part.start() + from, to - from, Piece.UNKNOWN);
  }

  private static Piece rows(Piece part, long from, long to) {
    return part.rows(from, to - from);
  }

  /** Returns where a piece of rows begins: where a page does, unless pieces are much smaller. */
  private long edge(Piece part, int piece, int pieces) {
    long even = share(part.rows(), piece, pieces);
    boolean isLast = piece == pieces;
    return isLast || target < PAGE_ROWS / 2.0
        ? even
        : Math.min(part.rows(), Math.round((double) even / PAGE_ROWS) * PAGE_ROWS);
  }

  private static long share(long whole, int piece, int pieces) {
    return whole / pieces * piece + whole % pieces * piece / pieces;
  }

  /** Begins another shard if with what comes this one would be further from its size. */
  private void makeRoom(long coming) {
    if (weight > 0 && weight + coming / 2.0 > target) {
      end();
    }
  }

  private void add(Piece piece) {
    long more = FileParts.weight(piece);
    if (more == 0) {
      return;
    }
    int last = current.size() - 1;
    if (last >= 0 && current.get(last).isFollowedBy(piece)) {
      current.set(last, current.get(last).with(piece));
    } else {
      current.add(piece);
    }
    weight += more;
  }

  private void end() {
    if (!current.isEmpty()) {
      shards.add(List.copyOf(current));
      current.clear();
      weight = 0;
    }
  }
}
