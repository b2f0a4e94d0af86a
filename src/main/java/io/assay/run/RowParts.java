package io.assay.run;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.Diagnostic;
import io.assay.attribution.ModelCalls;
import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.job.RunPlan;
import io.assay.tensor.RowIds;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Runs a method on a batch whose rows differ in what they ask: in their groups (an image's
 * segments, a text's words), in their baseline (a blurred image), or in where a text ends and
 * padding begins, which no baseline replaces. Rows that ask the same run together, all others one
 * after the other, and the results come back in the rows' order. The value of a row's own group is
 * shared equally among the columns that it covers, so that sums stay; so is its standard error,
 * which is that of the share.
 */
final class RowParts {
  private final RowBatch rows;
  private final AttributionRequest request;
  private final Optional<Tensor> ownBaselines; // [rows, ...]

  /**
   * Prepares a batch.
   *
   * @param request for all of its rows, with the columns of the attribution table as groups
   * @param ownBaselines one row each, [rows, ...], in the place of the request's
   */
  RowParts(RowBatch rows, AttributionRequest request, Optional<Tensor> ownBaselines) {
    this.rows = rows;
    this.request = request;
    this.ownBaselines = ownBaselines;
  }

  /** Prepares a batch of a plan, with the baselines that its job gives each row. */
  static RowParts of(RunPlan plan, RowBatch rows, AttributionRequest request) {
    return new RowParts(
        rows, request, RowBaselines.of(plan.spec().baseline(), request.batch().input()));
  }

  /** Runs a method that takes the groups of the request as they are. */
  Attributions whole(Function<AttributionRequest, Attributions> method) {
    List<int[]> parts = alike();
    if (parts.isEmpty()) {
      return method.apply(request);
    }
    List<Attributions> results = new ArrayList<>();
    List<Integer> order = new ArrayList<>();
    for (int[] part : parts) {
      results.add(method.apply(part(request.groups(), part)));
      IntStream.of(part).forEach(order::add);
    }
    return joined(results).select(inverse(order));
  }

  /** Returns the requests that {@link #whole} makes. */
  List<AttributionRequest> wholeRequests() {
    List<int[]> parts = alike();
    return parts.isEmpty()
        ? List.of(request)
        : parts.stream().map(part -> part(request.groups(), part)).toList();
  }

  /** Returns the rows that run together; nothing if all of them do. */
  private List<int[]> alike() {
    return ownBaselines.isPresent()
        ? IntStream.range(0, rows.rows()).mapToObj(row -> new int[] {row}).toList()
        : byLength();
  }

  /** Returns rows of equal length, shortest first; nothing if length does not matter. */
  private List<int[]> byLength() {
    if (rows.tokens().isEmpty() || !isBaselineOverPadding()) {
      return List.of();
    }
    TreeMap<Integer, List<Integer>> byLength = new TreeMap<>();
    for (int row = 0; row < rows.rows(); row++) {
      byLength.computeIfAbsent(rows.tokens().get(row).size(), size -> new ArrayList<>()).add(row);
    }
    return byLength.values().stream()
        .map(members -> members.stream().mapToInt(Integer::intValue).toArray())
        .toList();
  }

  /** Runs a method on each row with the groups of the request. */
  Attributions alone(Function<AttributionRequest, Attributions> method) {
    List<Attributions> results = new ArrayList<>();
    for (int row = 0; row < rows.rows(); row++) {
      results.add(method.apply(part(request.groups(), row)));
    }
    return joined(results);
  }

  /** Runs a method on each row with the row's own groups. */
  Attributions each(Function<AttributionRequest, Attributions> method) {
    List<Attributions> results = new ArrayList<>();
    for (int row = 0; row < rows.rows(); row++) {
      AttributionRequest own = own(row);
      results.add(spread(method.apply(own), groupOf(row), own.groups().size()));
    }
    return joined(results);
  }

  /** Returns the requests that {@link #each} makes, one a row. */
  List<AttributionRequest> eachRequests() {
    return IntStream.range(0, rows.rows()).mapToObj(this::own).toList();
  }

  private AttributionRequest own(int row) {
    return part(players(rows.groups().get(row), row), row);
  }

  /** Returns the row's own group of each column, -1 of padding. */
  private int[] groupOf(int row) {
    FeatureGroups own = rows.groups().get(row);
    int[] groupOf = new int[request.groups().size()];
    for (int position = 0; position < own.features(); position++) {
      groupOf[request.groups().groupOf(position)] =
          position < length(row) ? own.groupOf(position) : -1;
    }
    return groupOf;
  }

  /** Returns how many positions of a row are no padding. */
  private int length(int row) {
    return rows.tokens().isEmpty()
        ? request.batch().input().rowLength()
        : rows.tokens().get(row).size();
  }

  /**
   * Leaves padding out of the players: the baseline never replaces it, so that it changes no
   * coalition's value, and it goes with the last group for there must be one.
   */
  private FeatureGroups players(FeatureGroups own, int row) {
    int length = length(row);
    if (length == own.features()) {
      return own;
    }
    int[] groupOf = new int[own.features()];
    for (int position = 0; position < groupOf.length; position++) {
      groupOf[position] = own.groupOf(Math.min(position, length - 1));
    }
    return FeatureGroups.of(own.names().subList(0, groupOf[length - 1] + 1), groupOf);
  }

  private AttributionRequest part(FeatureGroups groups, int... part) {
    return new AttributionRequest(
        request.batch().select(part),
        request.target().select(part),
        baseline(part[0]),
        groups,
        request.seed(),
        request.masking());
  }

  private boolean isBaselineOverPadding() {
    for (int row = 0; row < rows.rows(); row++) {
      if (baseline(row) != request.baseline()) {
        return true;
      }
    }
    return false;
  }

  /** Returns the row's own baseline, or that of all with its padding after its last token. */
  private Baseline baseline(int row) {
    if (ownBaselines.isPresent()) {
      return Baseline.single(ownBaselines.get().select(row));
    }
    Baseline baseline = request.baseline();
    if (rows.tokens().isEmpty()) {
      return baseline;
    }
    int from = rows.tokens().get(row).size();
    int length = request.batch().input().rowLength();
    float[] inputs = request.batch().input().values();
    float[] values = baseline.rows().values().clone();
    for (int reference = 0; reference < baseline.size(); reference++) {
      System.arraycopy(
          inputs, row * length + from, values, reference * length + from, length - from);
    }
    if (Arrays.equals(values, baseline.rows().values())) {
      return baseline;
    }
    double[] weights = IntStream.range(0, baseline.size()).mapToDouble(baseline::weight).toArray();
    return Baseline.background(Tensor.of(values, baseline.rows().shape()), weights);
  }

  /** Shares the values of a row's own groups among the columns that they cover. */
  private static Attributions spread(Attributions own, int[] groupOf, int groups) {
    int[] sizes = new int[groups];
    for (int group : groupOf) {
      if (group >= 0) {
        sizes[group]++;
      }
    }
    return new Attributions(
        own.rowIds(),
        shared(own.values(), groupOf, sizes),
        own.scores(),
        own.baselineScores(),
        own.standardErrors().map(errors -> shared(errors, groupOf, sizes)),
        own.diagnostics(),
        own.calls());
  }

  private static Tensor shared(Tensor values, int[] groupOf, int[] sizes) {
    int scalars = values.rows() * values.size(1);
    double[] shares = new double[scalars * groupOf.length];
    for (int scalar = 0; scalar < scalars; scalar++) {
      for (int column = 0; column < groupOf.length; column++) {
        int group = groupOf[column];
        shares[scalar * groupOf.length + column] =
            group < 0 ? 0 : (double) values.at(scalar * sizes.length + group) / sizes[group];
      }
    }
    return Tensor.of(shares, values.rows(), values.size(1), groupOf.length);
  }

  private static Attributions joined(List<Attributions> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    Attributions first = parts.get(0);
    return new Attributions(
        new RowIds(parts.stream().flatMap(each -> each.rowIds().ids().stream()).toList()),
        stacked(parts.stream().map(Attributions::values).toList()),
        stacked(parts.stream().map(Attributions::scores).toList()),
        stacked(parts.stream().map(Attributions::baselineScores).toList()),
        first.standardErrors().isEmpty()
            ? Optional.empty()
            : Optional.of(
                stacked(parts.stream().map(each -> each.standardErrors().orElseThrow()).toList())),
        IntStream.range(0, first.diagnostics().size())
            .mapToObj(
                i ->
                    new Diagnostic(
                        first.diagnostics().get(i).name(),
                        stacked(
                            parts.stream()
                                .map(each -> each.diagnostics().get(i).values())
                                .toList())))
            .toList(),
        calls(parts));
  }

  private static Tensor stacked(List<Tensor> parts) {
    int rows = parts.stream().mapToInt(Tensor::rows).sum();
    int[] shape = parts.get(0).shape();
    shape[0] = rows;
    float[] values = new float[rows * parts.get(0).rowLength()];
    int at = 0;
    for (Tensor part : parts) {
      System.arraycopy(part.values(), 0, values, at, part.values().length);
      at += part.values().length;
    }
    return Tensor.of(values, shape);
  }

  private static ModelCalls calls(List<Attributions> parts) {
    List<Long> forward = new ArrayList<>();
    List<Long> gradient = new ArrayList<>();
    long shared = 0;
    for (Attributions part : parts) {
      for (int row = 0; row < part.rows(); row++) {
        forward.add(part.calls().forward(row));
        gradient.add(part.calls().gradient(row));
      }
      shared += part.calls().shared();
    }
    return ModelCalls.of(
        forward.stream().mapToLong(Long::longValue).toArray(),
        gradient.stream().mapToLong(Long::longValue).toArray(),
        shared);
  }

  private static int[] inverse(List<Integer> order) {
    int[] inverse = new int[order.size()];
    for (int i = 0; i < inverse.length; i++) {
      inverse[order.get(i)] = i;
    }
    return inverse;
  }
}
