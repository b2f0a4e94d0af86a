package io.assay.aggregate.slices;

import io.assay.aggregate.Difference;
import io.assay.aggregate.Differences;
import io.assay.aggregate.InputRow;
import io.assay.aggregate.MeanMoments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Finds the slices whose importance differs most from the rest of the rows, among given slices and
 * what they have in common, and says honestly by how much. Rows are parted in two by their keys: in
 * one half all candidates are tried, and the few that differ most are measured in the other, which
 * had no say in the choice (Cox (1975), "A note on data-splitting for the evaluation of
 * significance levels", Biometrika 62).
 *
 * <p>A candidate's score is the largest statistic of {@link Differences} over the groups. What
 * slices have in common is a candidate if it scores higher than each of them. Candidates that share
 * over 80 % of their rows are taken for one. The search is of all candidates with enough rows: of r
 * rows in m slices each it takes r m^depth steps a group.
 */
public final class SliceSearch {
  private static final double SAME = 0.8;

  private final Differences differences;
  private final int most;
  private final int depth;
  private final long leastRows;

  /**
   * Creates a search.
   *
   * @param differences how what was found is measured
   * @param most how many slices are found, 1 or more
   * @param depth how many slices are crossed at most, 1 to 3
   * @param leastRows that a slice and its rest have in the first half, 2 or more
   */
  public SliceSearch(Differences differences, int most, int depth, long leastRows) {
    this.differences = differences;
    this.most = most;
    this.depth = depth;
    this.leastRows = leastRows;
  }

  /**
   * A slice that was found.
   *
   * @param slices those that it is common to, one or more
   * @param differences from the rest of the rows, in the half that it was not found in; one a group
   */
  public record Found(List<String> slices, List<Difference> differences) {
    /** Copies the lists. */
    public Found {
      slices = List.copyOf(slices);
      differences = List.copyOf(differences);
    }
  }

  /** Rows of one half, with the numbers of their slices, ascending. */
  private record Half(List<InputRow> rows, List<List<Integer>> slices) {
    int groups() {
      return rows.get(0).input().rowLength();
    }
  }

  /** A candidate: the numbers of the slices that it is common to. */
  private record Candidate(List<Integer> slices, double score) {}

  /**
   * Searches rows.
   *
   * @param rows with attributions in the place of inputs, as many each
   * @param slicesOf the slices in which a row lies
   * @return what differs most in the first half first; fewer than asked if there are no more
   */
  public List<Found> of(List<InputRow> rows, Function<InputRow, List<String>> slicesOf) {
    TreeSet<String> known = new TreeSet<>();
    rows.forEach(row -> known.addAll(slicesOf.apply(row)));
    List<String> names = List.copyOf(known);
    Map<String, Integer> numbers = new HashMap<>();
    names.forEach(name -> numbers.put(name, numbers.size()));
    Half first = half(rows, slicesOf, numbers, 0);
    Half second = half(rows, slicesOf, numbers, 1);
    if (first.rows().isEmpty() || second.rows().isEmpty()) {
      return List.of();
    }
    return chosen(first).stream()
        .map(
            found ->
                new Found(
                    found.slices().stream().map(names::get).toList(),
                    measured(second, found.slices())))
        .toList();
  }

  /** Rows whose keys have a last bit, which no sample of the least keys looks at. */
  private static Half half(
      List<InputRow> rows,
      Function<InputRow, List<String>> slicesOf,
      Map<String, Integer> numbers,
      int bit) {
    List<InputRow> some = rows.stream().filter(row -> (row.key() & 1) == bit).toList();
    List<List<Integer>> slices =
        some.stream()
            .map(
                row ->
                    slicesOf.apply(row).stream()
                        .map(name -> numbers.getOrDefault(name, -1))
                        .sorted()
                        .toList())
            .toList();
    return new Half(some, slices);
  }

  /** Returns the candidates that differ most, no two of them nearly the same. */
  private List<Candidate> chosen(Half half) {
    Map<List<Integer>, BitSet> rows = candidates(half);
    Map<List<Integer>, Double> scores = new LinkedHashMap<>();
    MeanMoments[] all = moments(half, all(half));
    rows.forEach((slices, members) -> scores.put(slices, score(half, members, all)));
    List<Candidate> best =
        scores.entrySet().stream()
            .map(each -> new Candidate(each.getKey(), each.getValue()))
            .filter(each -> beatsItsParts(each, scores))
            .sorted(
                Comparator.comparingDouble((Candidate each) -> -each.score())
                    .thenComparing(each -> each.slices().size())
                    .thenComparing(each -> each.slices().toString()))
            .toList();
    List<Candidate> chosen = new ArrayList<>();
    for (Candidate each : best) {
      BitSet members = members(rows, each);
      if (chosen.size() < most
          && chosen.stream().noneMatch(other -> same(members(rows, other), members))) {
        chosen.add(each);
      }
    }
    return chosen;
  }

  private static BitSet members(Map<List<Integer>, BitSet> rows, Candidate candidate) {
    return rows.getOrDefault(candidate.slices(), new BitSet());
  }

  private static boolean beatsItsParts(Candidate candidate, Map<List<Integer>, Double> scores) {
    int parts = candidate.slices().size();
    for (int slice = 0; parts > 1 && slice < parts; slice++) {
      List<Integer> part = new ArrayList<>(candidate.slices());
      part.remove(slice);
      if (scores.getOrDefault(part, 0.0) >= candidate.score()) {
        return false;
      }
    }
    return true;
  }

  private static boolean same(BitSet one, BitSet other) {
    BitSet both = (BitSet) one.clone();
    both.and(other);
    int common = both.cardinality();
    return common > SAME * (one.cardinality() + other.cardinality() - common);
  }

  /** Returns the rows of every candidate that has enough, and leaves enough. */
  private Map<List<Integer>, BitSet> candidates(Half half) {
    Map<List<Integer>, Integer> counts = new HashMap<>();
    half.slices()
        .forEach(row -> crossings(row).forEach(slices -> counts.merge(slices, 1, Integer::sum)));
    counts.values().removeIf(rows -> Math.min(rows, half.rows().size() - rows) < leastRows);
    Map<List<Integer>, BitSet> rows = new HashMap<>();
    for (int row = 0; row < half.rows().size(); row++) {
      for (List<Integer> slices : crossings(half.slices().get(row))) {
        if (counts.containsKey(slices)) {
          rows.computeIfAbsent(slices, none -> new BitSet()).set(row);
        }
      }
    }
    return rows;
  }

  /** Returns the slices of a row, and all sets of up to {@code depth} of them. */
  private List<List<Integer>> crossings(List<Integer> slices) {
    List<List<Integer>> found = new ArrayList<>();
    List<List<Integer>> last = List.of(List.of());
    for (int size = 1; size <= depth; size++) {
      List<List<Integer>> longer = new ArrayList<>();
      for (List<Integer> set : last) {
        for (int slice : slices) {
          if (set.isEmpty() || slice > set.get(set.size() - 1)) {
            List<Integer> more = new ArrayList<>(set);
            more.add(slice);
            longer.add(List.copyOf(more));
          }
        }
      }
      found.addAll(longer);
      last = longer;
    }
    return found;
  }

  private static double score(Half half, BitSet members, MeanMoments[] all) {
    MeanMoments[] some = moments(half, members);
    double best = 0;
    for (int group = 0; group < all.length; group++) {
      MeanMoments others = all[group].without(some[group]);
      best = Math.max(best, Math.abs(Differences.statistic(some[group], others, all[group])));
    }
    return best;
  }

  private List<Difference> measured(Half half, List<Integer> slices) {
    BitSet members = new BitSet();
    for (int row = 0; row < half.rows().size(); row++) {
      members.set(row, half.slices().get(row).containsAll(slices));
    }
    MeanMoments[] all = moments(half, all(half));
    MeanMoments[] some = moments(half, members);
    List<Difference> measured = new ArrayList<>();
    for (int group = 0; group < all.length; group++) {
      measured.add(differences.of(some[group], all[group].without(some[group]), all[group]));
    }
    return measured;
  }

  private static BitSet all(Half half) {
    BitSet all = new BitSet();
    all.set(0, half.rows().size());
    return all;
  }

  /** Returns the moments of the magnitudes of some rows, one a group. */
  private static MeanMoments[] moments(Half half, BitSet members) {
    int groups = half.groups();
    double count = Math.max(1, members.cardinality());
    double[] means = new double[groups];
    for (int row = members.nextSetBit(0); row >= 0; row = members.nextSetBit(row + 1)) {
      float[] values = half.rows().get(row).input().values();
      for (int group = 0; group < groups; group++) {
        means[group] += Math.abs(values[group]) / count;
      }
    }
    double[] squares = new double[groups];
    double[] cubes = new double[groups];
    for (int row = members.nextSetBit(0); row >= 0; row = members.nextSetBit(row + 1)) {
      float[] values = half.rows().get(row).input().values();
      for (int group = 0; group < groups; group++) {
        double distance = Math.abs(values[group]) - means[group];
        squares[group] += distance * distance;
        cubes[group] += distance * distance * distance;
      }
    }
    MeanMoments[] moments = new MeanMoments[groups];
    Arrays.setAll(
        moments,
        group ->
            new MeanMoments(members.cardinality(), means[group], squares[group], cubes[group]));
    return moments;
  }
}
