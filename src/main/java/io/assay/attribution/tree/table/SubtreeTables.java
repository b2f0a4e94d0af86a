package io.assay.attribution.tree.table;

import io.assay.attribution.tree.RowBlock;
import io.assay.attribution.tree.TreeSums;
import io.assay.attribution.tree.table.Absence.Background;
import io.assay.model.tree.Forest;
import io.assay.model.tree.Tree;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Trees as tables. What the leaves of a subtree give to a feature depends on a row through a few
 * answers alone, those on the way to the subtree and within it; so it is summed once for each
 * pattern of answers, and looked up ever after. Values are exact but for the rounding of the
 * tables' numbers to float32.
 */
public final class SubtreeTables implements TreeSums {
  private final ForestRanks ranks;
  private final List<TableBatch> batches;
  private final Queue<Room> idle = new ConcurrentLinkedQueue<>();

  private SubtreeTables(ForestRanks ranks, List<TableBatch> batches) {
    this.ranks = ranks;
    this.batches = batches;
  }

  /** What a thread works in. */
  private static final class Room {
    private final int[][] ranks; // [feature][row]
    private final int[][] patterns = new int[TableBatch.MOST_SUBTREES][RowBlock.MOST_ROWS];

    Room(ForestRanks ranks) {
      this.ranks = ranks.room();
    }
  }

  /**
   * Builds the tables of a forest, several threads at once, and has those of its trees that are too
   * deep for tables, or cheaper without them, summed up by another kernel.
   *
   * @param forest with covers, if absent features go the ways of the training data
   * @param mostBytes of all tables; the less it is, the more trees go to the other kernel
   * @param others makes the other kernel for a forest of such trees alone
   */
  public static TreeSums of(
      Forest forest, TreeQuestion question, long mostBytes, Function<Forest, TreeSums> others) {
    ForestRanks ranks = new ForestRanks(forest);
    TableChoice choice = TableChoice.of(forest, ranks, question, mostBytes);
    SubtreeTables tables = new SubtreeTables(ranks, batches(choice.subtrees(), question, ranks));
    if (choice.others().isEmpty()) {
      return tables;
    }
    TreeSums rest = others.apply(only(choice.others(), forest));
    return tables.batches.isEmpty() ? rest : new BothSums(tables, rest);
  }

  private static Forest only(List<Tree> trees, Forest forest) {
    List<Double> base = Collections.nCopies(forest.outputs(), 0.0);
    return new Forest(forest.features(), trees, base, forest.link(), forest.summation());
  }

  /** Some trees by one kernel, the others by another. */
  private record BothSums(TreeSums tables, TreeSums others) implements TreeSums {
    @Override
    public void add(RowBlock block, double[][][] sums) {
      tables.add(block, sums);
      others.add(block, sums);
    }

    @Override
    public long bytes() {
      return tables.bytes() + others.bytes();
    }
  }

  private static List<TableBatch> batches(
      List<Subtree> subtrees, TreeQuestion question, ForestRanks ranks) {
    int size = TableBatch.MOST_SUBTREES;
    return IntStream.range(0, (subtrees.size() + size - 1) / size)
        .parallel()
        .mapToObj(
            batch -> subtrees.subList(batch * size, Math.min(subtrees.size(), (batch + 1) * size)))
        .map(some -> new TableBatch(some, weights(some, question, ranks), question))
        .toList();
  }

  private static List<double[]> weights(
      List<Subtree> subtrees, TreeQuestion question, ForestRanks ranks) {
    return question.absence() instanceof Background background
        ? BackgroundCounts.of(subtrees, background.rows(), ranks)
        : Collections.nCopies(subtrees.size(), new double[0]);
  }

  @Override
  public void add(RowBlock block, double[][][] sums) {
    Room found = idle.poll();
    Room room = found == null ? new Room(ranks) : found;
    ranks.rank(block, room.ranks);
    for (TableBatch batch : batches) {
      batch.add(room.ranks, block.rows(), room.patterns, sums);
    }
    idle.add(room);
  }

  @Override
  public long bytes() {
    return batches.stream().mapToLong(TableBatch::bytes).sum();
  }
}
