package io.assay.global.effect;

import io.assay.attribution.Setting;
import io.assay.baseline.FeatureGroups;
import io.assay.global.Compositions;
import io.assay.global.GlobalInfo;
import io.assay.global.GlobalMethod;
import io.assay.global.GlobalRecord;
import io.assay.global.GlobalRequest;
import io.assay.global.GlobalResult;
import io.assay.global.GlobalShape;
import io.assay.global.Ranges;
import io.assay.model.BlackBox;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How much of the score's variation is owed to interactions: of a feature group with all others,
 * and of pairs of groups.
 *
 * <pre>
 * H_j^2  = sum_i (F(x_i) - PD_j(x_ij) - PD_\j(x_i\j))^2 / sum_i F(x_i)^2
 * H_jk^2 = sum_i (PD_jk(x_ij, x_ik) - PD_j(x_ij) - PD_k(x_ik))^2 / sum_i PD_jk(x_ij, x_ik)^2
 * </pre>
 *
 * with F and all partial dependences centred over the rows. Values are H, the root. Source:
 * Friedman and Popescu (2008), Predictive Learning via Rule Ensembles, arXiv 0811.1679, equations
 * 44 and 45. Pairs are asked about among the groups of the largest H_j alone, as many as the job
 * says. Where pair or score do not vary beyond what float32 tells, H is 0.
 *
 * <p>Cost: rows^2 forward calls a group, and rows^2 a pair. Memory: rows^2 floats a group.
 *
 * <p>Guarantees: the same for the same rows; 0, but for rounding, of groups that only add to the
 * others; 1 of a pair with no effect but its interaction. Standard errors leave out one row at a
 * time (jackknife); intervals are made by factors, so that they never reach 0, and hold too little
 * where single rows far out make the interaction. H says nothing of how much the score varies: a
 * strong interaction of a weak pair is strong.
 */
public final class HStatistic implements GlobalMethod {
  /**
   * How closely it looks.
   *
   * @param rows rows of which all pairs are composed, 3 to 1,000
   * @param strongest groups among which pairs are asked about, 0 to 1,000
   */
  public record Options(
      @Setting(
              meaning =
                  "Rows of which every two are composed, drawn by their ids; all if there are"
                      + " no more.",
              standard = "100",
              allowed = "3 to 1000",
              unit = "rows")
          int rows,
      @Setting(
              meaning =
                  "Groups of the strongest interactions, among which every two are asked"
                      + " about; 0 asks about no pair.",
              standard = "10",
              allowed = "0 to 1000",
              unit = "groups")
          int strongest) {
    /** Checks the ranges. */
    public Options {
      Ranges.check(KEY, "rows", rows, 3, 1000);
      Ranges.check(KEY, "strongest", strongest, 0, 1000);
    }

    /** Returns the defaults. */
    public static Options standard() {
      return new Options(100, 10);
    }
  }

  private static final String KEY = "h-statistic";

  /** Scores held at once, 1 GiB of them. */
  private static final long MOST_HELD = 1L << 28;

  /** What the method is. */
  public static final GlobalInfo INFO =
      new GlobalInfo(
          KEY,
          "H-statistic",
          "How much of the score's variation is owed to interactions, by group and pair.",
          GlobalInfo.Labels.UNUSED,
          "rows^2 x (groups + pairs of the strongest)",
          "Friedman, Popescu (2008), Predictive Learning via Rule Ensembles, arXiv 0811.1679");

  private final Options options;

  /** Creates the method. */
  public HStatistic(Options options) {
    this.options = options;
  }

  @Override
  public GlobalInfo info() {
    return INFO;
  }

  @Override
  public int rows() {
    return options.rows();
  }

  @Override
  public long calls(GlobalShape shape) {
    long groups = shape.groups().size();
    long among = Math.min(groups, options.strongest());
    long pairs = among * (among - 1) / 2 * shape.slots();
    long squares = (long) shape.rows() * shape.rows();
    long held = squares * shape.slots() * groups;
    if (held > MOST_HELD) {
      throw new IllegalArgumentException(
          "%s.rows is %d; need so few that rows^2 x groups (%d) x outputs (%d) is at most %d"
              .formatted(KEY, shape.rows(), groups, shape.slots(), MOST_HELD));
    }
    return Math.multiplyExact(squares, groups + Math.min(pairs, groups * (groups - 1) / 2));
  }

  @Override
  public GlobalResult ask(BlackBox model, GlobalRequest request) {
    return new Asking(model, request, options.strongest()).result();
  }

  /** One asking of one model. */
  private static final class Asking {
    private final GlobalRequest request;
    private final FeatureGroups groups;
    private final int strongest;
    private final Compositions compositions;
    private final List<Tensor> singles = new ArrayList<>();
    private final Map<List<Integer>, Tensor> pairs = new HashMap<>(); // as they are asked about

    Asking(BlackBox model, GlobalRequest request, int strongest) {
      this.request = request;
      this.groups = request.groups();
      this.strongest = strongest;
      this.compositions = new Compositions(model, request);
    }

    GlobalResult result() {
      for (int group = 0; group < groups.size(); group++) {
        singles.add(composed(group, group));
      }
      List<GlobalRecord> records = new ArrayList<>();
      for (int slot = 0; slot < request.slots(); slot++) {
        records.addAll(records(slot));
      }
      return new GlobalResult(records, compositions.calls());
    }

    private List<GlobalRecord> records(int slot) {
      List<Dependence> dependences = new ArrayList<>();
      for (Tensor single : singles) {
        dependences.add(new Dependence(single, slot));
      }
      String target = request.targets().get(slot);
      LeftOut totals = new LeftOut(request.rows());
      for (Dependence each : dependences) {
        totals.add(leftOut -> Interaction.total(each, request.rows(), leftOut));
      }
      List<GlobalRecord> records = new ArrayList<>(totals.records(request, target, groups.names()));
      records.addAll(pairs(slot, target, dependences, totals.strongest(strongest)));
      return records;
    }

    private List<GlobalRecord> pairs(
        int slot, String target, List<Dependence> dependences, int... among) {
      LeftOut found = new LeftOut(request.rows());
      List<String> ones = new ArrayList<>();
      List<String> others = new ArrayList<>();
      for (int at = 0; at < among.length; at++) {
        for (int next = at + 1; next < among.length; next++) {
          Dependence one = dependences.get(among[at]);
          Dependence other = dependences.get(among[next]);
          Dependence both = new Dependence(pair(among[at], among[next]), slot);
          found.add(leftOut -> Interaction.ofPair(both, one, other, request.rows(), leftOut));
          ones.add(groups.names().get(among[at]));
          others.add(groups.names().get(among[next]));
        }
      }
      List<GlobalRecord> records = found.records(request, target, ones);
      return IntStream.range(0, records.size())
          .mapToObj(pair -> records.get(pair).with(others.get(pair)))
          .toList();
    }

    private Tensor pair(int one, int other) {
      return pairs.computeIfAbsent(List.of(one, other), unseen -> composed(one, other));
    }

    /** Returns the scores of every row with the values that every row has of two groups. */
    private Tensor composed(int one, int other) {
      float[] inputs = request.batch().input().values();
      int width = request.batch().input().rowLength();
      int[] members =
          IntStream.range(0, groups.features())
              .filter(at -> groups.groupOf(at) == one || groups.groupOf(at) == other)
              .toArray();
      return compositions.scores(
          request.rows(),
          (row, giver, into, offset) -> {
            for (int member : members) {
              into[offset + member] = inputs[giver * width + member];
            }
          });
    }
  }
}
