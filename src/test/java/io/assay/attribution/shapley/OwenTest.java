package io.assay.attribution.shapley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.assay.AssayException;
import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.baseline.Baseline;
import io.assay.fakes.CountingModel;
import io.assay.fakes.Polynomial;
import io.assay.fakes.Requests;
import io.assay.fakes.SmallRelu;
import io.assay.model.BlackBox;
import io.assay.tensor.Rng;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwenTest extends GameMethodContract {
  private static final String CLUSTERS = "(x0, x3, x4), (x1, (x2, x5))";

  /** The whole tree of nine players, orders of sixteen. */
  @Override
  protected AttributionMethod<BlackBox> method() {
    return of("balanced", 100);
  }

  @Override
  AttributionMethod<BlackBox> ofMany() {
    return of("balanced", 276);
  }

  @Override
  double[] truth(int players, double[] table) {
    return byOrders(Hierarchy.balanced(players), table);
  }

  /** Players who are alike may stand at different places of a hierarchy. */
  @Override
  protected Set<Law> laws() {
    return EnumSet.complementOf(EnumSet.of(Law.SYMMETRY));
  }

  @Test
  void aProductIsSharedByClustersFirst() {
    // f = 12 abc at ones from zeros; {a, b} and {c} get 6 each, a and b share theirs
    Polynomial model = Polynomial.of(4, Polynomial.term(12, 0, 1, 2));
    AttributionRequest request =
        Requests.of(Requests.row(1, 1, 1, 1), Baseline.single(Tensor.zeros(1, 4)));

    Attributions clustered = of("(x0, x1)", 512).attribute(model, request);
    Attributions alone = of("x1, x0", 512).attribute(model, request);

    assertThat(clustered.values().values()).containsExactly(3, 3, 6, 0);
    assertThat(alone.values().values()).containsExactly(4, 4, 4, 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {CLUSTERS, "x0, x1, x2, x3, x4, x5", "(x0,(x1,(x2,(x3,(x4,x5)))))", "x3"})
  void everyHierarchyIsExactAsItsCostSays(String text) {
    AttributionRequest request =
        Requests.of(Requests.rows(5, 6, 1), Baseline.background(Requests.rows(3, 6, 2)));
    SmallRelu model = SmallRelu.of(6, 12, 5);
    CountingModel counting = CountingModel.around(model);
    Hierarchy hierarchy = HierarchyText.read(text).of(request.groups().names());

    Attributions result = of(text, 512).attribute(counting, request);

    for (int row = 0; row < 5; row++) {
      double[] truth = byOrders(hierarchy, table(model, request, row, 0));
      for (int player = 0; player < 6; player++) {
        assertThat((double) result.values().at(row, player)).isCloseTo(truth[player], within(1e-6));
      }
    }
    assertThat(result.standardErrors().orElseThrow()).isEqualTo(Tensor.zeros(5, 1, 6));
    assertThat(counting.forwardRows()).isEqualTo((long) (5 * (1 + 3 * hierarchy.cost()) + 3));
    assertThat(of(text, 512).callsPerRow(6, 3))
        .isEqualTo(new CallsPerRow((long) (1 + 3 * hierarchy.cost()), 0));
  }

  @Test
  void aFlatHierarchyGivesShapleyValues() {
    TabulatedGame game = TabulatedGame.read("sparse11");
    Estimator flat =
        new OwenEstimator(
            Hierarchy.branch(IntStream.range(0, 11).mapToObj(Hierarchy::leaf).toList()));

    double[][] found = Trials.explain(flat, 11, game.table(0));

    assertThat(flat.coalitions().size()).isEqualTo(2046);
    assertThat(found[0]).containsExactly(game.exact(0), within(1e-12));
  }

  @Test
  void clustersShareWhatTheyGetAsPlayersOfTheirOwn() {
    TabulatedGame game = TabulatedGame.read("mlp12");
    Hierarchy hierarchy =
        HierarchyText.read("(a, b, c), (d, e), (f, g, h, i), (j, k, l)")
            .of(List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"));
    Estimator owen = new OwenEstimator(hierarchy);

    double[] values = Trials.explain(owen, 12, game.table(2))[0];

    int[] masks = {0b111, 0b11000, 0b111100000, 0b111000000000};
    double[] quotient = new double[16];
    for (int set = 0; set < 16; set++) {
      int coalition = 0;
      for (int cluster = 0; cluster < 4; cluster++) {
        coalition |= (set >> cluster & 1) * masks[cluster];
      }
      quotient[set] = game.table(2)[coalition];
    }
    double[] ofClusters = ExactShapley.ofTable(4, quotient);
    for (int cluster = 0; cluster < 4; cluster++) {
      int mask = masks[cluster];
      double sum =
          IntStream.range(0, 12)
              .filter(i -> (mask >> i & 1) != 0)
              .mapToDouble(i -> values[i])
              .sum();
      assertThat(sum).isCloseTo(ofClusters[cluster], within(1e-12));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "mlp12, 2", "mlp12, 5", "mlp12, 12", "mlp12, 40",
    "sparse11, 2", "sparse11, 5", "sparse11, 12", "sparse11, 40"
  })
  void sampledOrdersAreUnbiasedAndAsSureAsTheySay(String name, int pairs) {
    TabulatedGame game = TabulatedGame.read(name);
    Hierarchy hierarchy = Hierarchy.balanced(game.players());

    Trials trials =
        Trials.of(
            game,
            300,
            (players, table) -> Trials.explain(new OwenEstimator(hierarchy), players, table)[0],
            seed -> sampled(hierarchy, pairs, seed));

    assertThat(trials.bias()).isLessThan(4.5);
    assertThat(trials.ratio()).isBetween(0.95, 1.4);
    assertThat(trials.coverage()).isBetween(pairs == 2 ? 0.85 : 0.93, 0.99);
  }

  @Test
  void aBudgetForNeitherTreeNorOrdersIsRefusedWithBoth() {
    assertThat(of("balanced", 170).callsPerRow(16, 2)).isEqualTo(new CallsPerRow(341, 0));
    assertThat(of("balanced", 169).callsPerRow(16, 2)).isEqualTo(new CallsPerRow(339, 0));
    assertThat(of("balanced", 1000).callsPerRow(16, 2)).isEqualTo(new CallsPerRow(341, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of("balanced", 59).callsPerRow(16, 2))
        .withMessageContaining("owen.budget is 59 for 16 players; need at least 170")
        .withMessageContaining("or 60 for two sampled orders");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(CLUSTERS, 500).callsPerRow(5, 2))
        .withMessageContaining("owen.hierarchy names 6 players; there are 5");
  }

  @Test
  void namesThatAreNoPlayersAreRefused() {
    assertThatExceptionOfType(AssayException.class)
        .isThrownBy(() -> of("(x0, y1)", 500).columns(Requests.singletons(3), List.of()))
        .withMessageContaining("names y1; players are [x0, x1, x2]");
    assertThat(of("(x0, x2)", 500).columns(Requests.singletons(3), List.of()))
        .containsExactly("x0", "x1", "x2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "balanced|1|16|budget is 1",
        "balanced|100001|16|100001",
        "balanced|512|0|banks is 0",
        "(a, b|512|16|a bracket is not closed",
        "(a, b))|512|16|a bracket is closed that was not opened",
        "(a,, b)|512|16|a name is missing",
        "(a, 'b)|512|16|a quote is not closed",
        "(a, b), a|512|16|a stands twice"
      })
  void optionsThatCannotBeAreRefused(String hierarchy, int budget, int banks, String said) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Owen.Options(hierarchy, budget, banks))
        .withMessageContaining(said);
  }

  @Test
  void treesInNewickFormAndQuotedNamesAreRead() {
    HierarchyText text =
        HierarchyText.read("((a:0.1, 'b (mm), it''s':2)ab:0.3, mean radius:1e-3);");

    assertThat(text.names()).containsExactly("a", "b (mm), it's", "mean radius");
    assertThat(text.of(List.of("mean radius", "b (mm), it's", "a", "other")))
        .hasToString(
            HierarchyText.read("((x2, x1), x0), x3")
                .of(List.of("x0", "x1", "x2", "x3"))
                .toString());
  }

  private static AttributionMethod<BlackBox> of(String hierarchy, int budget) {
    return new Owen(new Owen.Options(hierarchy, budget, 16));
  }

  private static Estimator sampled(Hierarchy hierarchy, int pairs, int seed) {
    int players = hierarchy.players().size();
    return PermutationEstimator.ofBranches(
        Owen.drawn(hierarchy, 2 * pairs * (players - 1), Rng.of(seed, "owen", "trial")));
  }

  /** The definition: the mean of what players add over all orders that keep branches together. */
  private static double[] byOrders(Hierarchy hierarchy, double[] table) {
    List<List<Integer>> orders = orders(hierarchy);
    double[] values = new double[hierarchy.players().size()];
    for (List<Integer> order : orders) {
      int present = 0;
      for (int player : order) {
        values[player] += (table[present | 1 << player] - table[present]) / orders.size();
        present |= 1 << player;
      }
    }
    return values;
  }

  private static List<List<Integer>> orders(Hierarchy branch) {
    if (branch.isLeaf()) {
      return List.of(List.of(branch.player()));
    }
    List<List<Integer>> orders = new ArrayList<>();
    for (int first = 0; first < branch.parts().size(); first++) {
      List<Hierarchy> rest = new ArrayList<>(branch.parts());
      List<List<Integer>> begins = orders(rest.remove(first));
      List<List<Integer>> ends = orders(new Hierarchy(-1, rest.isEmpty() ? List.of() : rest));
      for (List<Integer> begin : begins) {
        for (List<Integer> end : rest.isEmpty() ? List.of(List.<Integer>of()) : ends) {
          orders.add(Stream.concat(begin.stream(), end.stream()).toList());
        }
      }
    }
    return orders;
  }
}
