package io.assay.baseline;

import io.assay.tensor.Rng;
import io.assay.tensor.RowIds;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Ways to make a baseline from a reference set. Each is a pure function of the reference rows as a
 * set: the order in which they arrive, and so the partitions they came from, changes nothing, as
 * long as row ids are unique. Where a set has no more rows than asked for, all are taken; the
 * caller states {@link Baseline#size}.
 */
public final class Backgrounds {
  private static final String PURPOSE = "background";

  private Backgrounds() {}

  /**
   * Returns the key by which rows are chosen at random: the rows of the smallest keys are taken, so
   * that shards may each send their smallest few.
   *
   * @param seed the job's seed
   * @param rowId a reference row
   */
  public static long key(long seed, String rowId) {
    return Rng.key(seed, PURPOSE, rowId);
  }

  /**
   * A simple random sample without replacement, of equal weights: the rows of the smallest keys, in
   * the order of their keys.
   *
   * @param reference [rows, ...] at least one row
   * @param size how many rows to take, at least 1
   * @param seed the job's seed
   * @throws IllegalArgumentException if there is no row, or none is asked for
   */
  public static Baseline random(TensorBatch reference, int size, long seed) {
    checkSize(reference, size);
    List<Integer> all = IntStream.range(0, reference.rows()).boxed().toList();
    return Baseline.background(
        select(reference.input(), smallest(reference.rowIds(), all, size, seed)));
  }

  /**
   * A random sample within strata: proportional allocation by the largest remainder (of equal
   * remainders the stratum first by name), smallest keys within a stratum, and weights that give
   * each drawn stratum its share of the reference set. With fewer rows than strata the smallest
   * strata get none.
   *
   * @param reference [rows, ...] at least one row
   * @param strata the stratum of each row
   * @param size how many rows to take, at least 1
   * @param seed the job's seed
   * @throws IllegalArgumentException if there is no row, none is asked for, or strata are missing
   */
  public static Baseline stratified(
      TensorBatch reference, List<String> strata, int size, long seed) {
    checkSize(reference, size);
    if (strata.size() != reference.rows()) {
      throw new IllegalArgumentException(
          strata.size() + " strata for " + reference.rows() + " reference rows; need one a row");
    }
    Map<String, List<Integer>> members = new TreeMap<>();
    for (int row = 0; row < strata.size(); row++) {
      members.computeIfAbsent(strata.get(row), name -> new ArrayList<>()).add(row);
    }
    List<List<Integer>> groups = List.copyOf(members.values());
    int[] quotas = largestRemainder(groups, Math.min(size, reference.rows()));
    List<Integer> chosen = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    for (int group = 0; group < quotas.length; group++) {
      List<Integer> rows = groups.get(group);
      for (int row : smallest(reference.rowIds(), rows, quotas[group], seed)) {
        chosen.add(row);
        weights.add((double) rows.size() / quotas[group]);
      }
    }
    return Baseline.background(
        select(reference.input(), chosen),
        weights.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /**
   * Centres of k-means clusters, weighted by cluster size: k-means++ seeding, then Lloyd's
   * iterations until no row changes its cluster (at most 300). Distances are taken with every
   * feature scaled to unit variance; centres are means in the features' own units. A cluster that
   * runs empty is put on the row farthest from its centre. With fewer distinct rows than clusters,
   * each distinct row is a centre.
   *
   * @param reference [rows, ...] at least one row
   * @param clusters at least 1
   * @param seed the job's seed
   * @throws IllegalArgumentException if there is no row, or no cluster is asked for
   */
  public static Baseline kMeans(TensorBatch reference, int clusters, long seed) {
    checkSize(reference, clusters);
    Tensor rows = select(reference.input(), byId(reference.rowIds()));
    return KMeans.of(rows, clusters, Rng.of(seed, PURPOSE, "k-means")).centres();
  }

  /**
   * One row: the mean of every feature, summed in float64.
   *
   * @param reference [rows, ...] at least one row
   * @throws IllegalArgumentException if there is no row
   */
  public static Baseline mean(TensorBatch reference) {
    checkSize(reference, 1);
    int length = reference.input().rowLength();
    double[] means = new double[length];
    for (int row : byId(reference.rowIds())) {
      for (int feature = 0; feature < length; feature++) {
        means[feature] += reference.input().at(row, feature);
      }
    }
    for (int feature = 0; feature < length; feature++) {
      means[feature] /= reference.rows();
    }
    return Baseline.single(Tensor.of(means, shape(reference.input(), 1)));
  }

  /**
   * One row: the median of every feature; the mean of the middle two where their number is even.
   *
   * @param reference [rows, ...] at least one row
   * @throws IllegalArgumentException if there is no row
   */
  public static Baseline median(TensorBatch reference) {
    checkSize(reference, 1);
    int length = reference.input().rowLength();
    double[] medians = new double[length];
    float[] column = new float[reference.rows()];
    for (int feature = 0; feature < length; feature++) {
      for (int row = 0; row < column.length; row++) {
        column[row] = reference.input().at(row, feature);
      }
      Arrays.sort(column);
      double upper = column[column.length / 2];
      medians[feature] = (upper + column[(column.length - 1) / 2]) / 2;
    }
    return Baseline.single(Tensor.of(medians, shape(reference.input(), 1)));
  }

  private static void checkSize(TensorBatch reference, int size) {
    if (reference.rows() == 0) {
      throw new IllegalArgumentException("the reference set has no rows; need at least one");
    }
    if (size < 1) {
      throw new IllegalArgumentException("a background of " + size + " rows; need at least one");
    }
  }

  private static List<Integer> smallest(RowIds ids, List<Integer> rows, int size, long seed) {
    record Keyed(long key, String id, int row) {}
    return rows.stream()
        .map(row -> new Keyed(key(seed, ids.id(row)), ids.id(row), row))
        .sorted(Comparator.comparingLong(Keyed::key).thenComparing(Keyed::id))
        .limit(size)
        .map(Keyed::row)
        .toList();
  }

  private static List<Integer> byId(RowIds ids) {
    return IntStream.range(0, ids.size()).boxed().sorted(Comparator.comparing(ids::id)).toList();
  }

  private static int[] largestRemainder(List<List<Integer>> groups, int size) {
    long total = groups.stream().mapToLong(List::size).sum();
    int[] quotas = new int[groups.size()];
    long[] remainders = new long[groups.size()];
    int left = size;
    for (int group = 0; group < quotas.length; group++) {
      long share = (long) groups.get(group).size() * size;
      quotas[group] = (int) (share / total);
      remainders[group] = share % total;
      left -= quotas[group];
    }
    IntStream.range(0, quotas.length)
        .boxed()
        .sorted(Comparator.comparing(group -> -remainders[group]))
        .limit(left)
        .forEach(group -> quotas[group]++);
    return quotas;
  }

  private static Tensor select(Tensor rows, List<Integer> chosen) {
    int length = rows.rowLength();
    float[] values = new float[chosen.size() * length];
    for (int i = 0; i < chosen.size(); i++) {
      System.arraycopy(rows.values(), chosen.get(i) * length, values, i * length, length);
    }
    return Tensor.of(values, shape(rows, chosen.size()));
  }

  private static int[] shape(Tensor like, int rows) {
    int[] shape = like.shape();
    shape[0] = rows;
    return shape;
  }
}
