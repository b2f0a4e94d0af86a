package io.assay.attribution.game;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.ModelCalls;
import io.assay.baseline.Banks;
import io.assay.baseline.Baseline;
import io.assay.baseline.Coalitions;
import io.assay.baseline.FeatureGroups;
import io.assay.fakes.CountingModel;
import io.assay.fakes.Polynomial;
import io.assay.fakes.Requests;
import io.assay.fakes.SmallRelu;
import io.assay.model.BlackBox;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that saves model calls changes a value. */
class CoalitionGameTest {
  /** Rows and references of few different values, so that many features agree. */
  private static Tensor coarseRows(int rows, int features, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[rows * features];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(3) - 1;
    }
    return Tensor.of(values, rows, features);
  }

  private static AttributionRequest coarse(int rows, int features, int references) {
    int[] eighths = {1, 2, 1, 4};
    double[] weights = IntStream.range(0, references).mapToDouble(i -> eighths[i % 4]).toArray();
    return Requests.with(
        Requests.of(
            coarseRows(rows, features, 1),
            Baseline.background(coarseRows(references, features, 2), weights)),
        Target.outputs(1, 0));
  }

  /** Drawn with replacement, empty and full ones among them. */
  private static Coalitions drawn(int players, int size, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<BitSet> drawn = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      BitSet coalition = new BitSet(players);
      int chance = random.nextInt(5);
      IntStream.range(0, players)
          .filter(player -> random.nextInt(4) < chance)
          .forEach(coalition::set);
      drawn.add(coalition);
    }
    return Coalitions.of(players, drawn);
  }

  private static List<Integer> all(AttributionRequest request) {
    return IntStream.range(0, request.batch().rows()).boxed().toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 63, 64, 65, 130})
  void whatIsSavedChangesNoBitOfAValue(int players) {
    AttributionRequest request = coarse(9, players, 4);
    BlackBox model = SmallRelu.of(players, 8, 3);
    Coalitions coalitions = drawn(players, 60, 5);

    CountingModel counted = CountingModel.around(model);
    CoalitionGame game = new CoalitionGame(counted, request);
    double[] values = game.values(List.of(new Question(all(request), coalitions))).get(0);

    assertThat(values)
        .containsExactly(new PlainGame(model, request).values(all(request), coalitions));
    assertThat(game.calls().total()).isEqualTo(counted.forwardRows());
    assertThat(counted.forwardRows()).isLessThan(9 * 60 * 4);
  }

  @Test
  void groupsThatAreScatteredOverARowAreComposedAlike() {
    int[] groupOf = {2, 0, 0, 1, 2, 2, 1, 0};
    AttributionRequest request =
        Requests.with(coarse(9, 8, 3), FeatureGroups.of(List.of("a", "b", "c"), groupOf));
    BlackBox model = SmallRelu.of(8, 8, 3);
    Coalitions coalitions = drawn(3, 20, 5);

    double[] values =
        new CoalitionGame(model, request)
            .values(List.of(new Question(all(request), coalitions)))
            .get(0);

    assertThat(values)
        .containsExactly(new PlainGame(model, request).values(all(request), coalitions));
  }

  @Test
  void aRowHasTheSameValuesAndCallsBesideAnyOther() {
    AttributionRequest request = Requests.with(coarse(12, 6, 5), Target.perRow(columns(12)));
    BlackBox model = SmallRelu.of(6, 8, 3);
    Coalitions coalitions = drawn(6, 40, 5);
    CoalitionGame together = new CoalitionGame(model, request);
    double[] values = together.values(List.of(new Question(all(request), coalitions))).get(0);

    for (int row = 0; row < 12; row++) {
      CoalitionGame alone = new CoalitionGame(model, request.slice(row, row + 1));
      double[] own = alone.values(List.of(new Question(List.of(0), coalitions))).get(0);

      assertThat(Arrays.copyOfRange(values, row * 40, (row + 1) * 40)).containsExactly(own);
      assertThat(alone.calls().forward(0)).isEqualTo(together.calls().forward(row));
      assertThat(alone.calls().shared()).isEqualTo(together.calls().shared());
    }
  }

  private static int[] columns(int rows) {
    return IntStream.range(0, rows).map(row -> row % 2).toArray();
  }

  @Test
  void modelCallsAreFilledAcrossQuestions() {
    // 100 plays of 7 rows, 30 coalitions, one reference: 21,000 inputs
    AttributionRequest request =
        Requests.of(Requests.rows(700, 10, 1), Baseline.single(Requests.rows(1, 10, 2)));
    List<Question> questions = new ArrayList<>();
    for (int play = 0; play < 100; play++) {
      List<Integer> rows = IntStream.range(7 * play, 7 * play + 7).boxed().toList();
      questions.add(new Question(rows, pairs(10, 30, play)));
    }
    CallLog log = new CallLog(Polynomial.wide(10));

    List<double[]> values = new CoalitionGame(log, request).values(questions);

    assertThat(log.sizes()).containsExactly(700, 8192, 8192, 21_000 - 2 * 8192);
    PlainGame plain = new PlainGame(Polynomial.wide(10), request);
    for (int play = 0; play < 100; play += 33) {
      Question question = questions.get(play);
      assertThat(values.get(play))
          .containsExactly(plain.values(question.rows(), question.coalitions()));
    }
  }

  /** Different ones, neither empty nor full. */
  private static Coalitions pairs(int players, int size, int from) {
    return Coalitions.of(
        players,
        IntStream.range(0, size).mapToObj(i -> BitSet.valueOf(new long[] {1 + from + i})).toList());
  }

  @Test
  void questionsThatDoNotFitIntoMemoryAreHandedOverInPieces() {
    // 200 rows of 2 slots and 5,000 coalitions are two million values; constant, so no call
    AttributionRequest request =
        Requests.with(
            Requests.of(Tensor.zeros(200, 13), Baseline.single(Tensor.zeros(1, 13))),
            Target.outputs(0, 1));
    Coalitions many = pairs(13, 5000, 0);
    Question first = new Question(List.of(3), pairs(13, 2, 0));
    CoalitionGame game = new CoalitionGame(SmallRelu.of(13, 4, 3), request);
    List<String> handed = new ArrayList<>();

    game.values(
        List.of(first, new Question(all(request), many)),
        (question, from, to, values) -> {
          handed.add(question + ":" + from + "-" + to);
          int coalitions = question == 0 ? 2 : 5000;
          assertThat(values)
              .hasSize((to - from) * 2 * coalitions)
              .hasSizeLessThanOrEqualTo(1 << 20);
          assertThat(values).containsOnly(game.full(0, 0), game.full(0, 1));
        });

    assertThat(handed).containsExactly("0:0-1", "1:0-104", "1:104-200");
  }

  @Test
  void aModelThatComposesItselfGivesTheSame() {
    AttributionRequest request =
        Requests.with(
            coarse(9, 6, 4),
            FeatureGroups.of(List.of("a", "b", "c"), new int[] {2, 0, 0, 1, 2, 1}));
    ComposingModel composing = new ComposingModel(SmallRelu.of(6, 8, 3));
    Question question = new Question(all(request), drawn(3, 30, 5));
    CoalitionGame plain = new CoalitionGame(SmallRelu.of(6, 8, 3), request);
    CoalitionGame masked = new CoalitionGame(composing, request);

    double[] values = masked.values(List.of(question)).get(0);

    assertThat(values).containsExactly(plain.values(List.of(question)).get(0));
    assertThat(masked.calls().total()).isEqualTo(plain.calls().total());
    assertThat((long) composing.composed()).isEqualTo(own(masked.calls()) - 9);
  }

  private static long own(ModelCalls calls) {
    return calls.total() - calls.shared();
  }

  @Test
  void coalitionsThatComposeTheSameAreAskedOnce() {
    // player 2 agrees with the reference: {0}, {0, 2}; {2} is the empty one, {0, 1} the row itself
    AttributionRequest request =
        Requests.of(Requests.row(1, 2, 0), Baseline.single(Tensor.zeros(1, 3)));
    Coalitions seven = pairs(3, 7, 0);
    CoalitionGame game = new CoalitionGame(SmallRelu.of(3, 4, 3), request);

    double[] values = game.values(new int[] {0}, seven);

    assertThat(game.calls().forward(0)).isEqualTo(1 + 2);
    assertThat(game.calls().shared()).isEqualTo(1);
    assertThat(values[0]).isEqualTo(values[4]).isNotEqualTo(values[1]);
    assertThat(values[2]).isEqualTo(values[6]).isEqualTo(game.full(0, 0));
    assertThat(values[3]).isEqualTo(game.empty(0, 0));
  }

  @Test
  void equalReferencesAreAskedOnceAndTheirWeightsAdd() {
    Tensor two = Requests.rows(2, 5, 2);
    Baseline repeated =
        Baseline.background(two.select(0, 1, 0, 0, 1), new double[] {1, 2, 2, 1, 2});
    Baseline once = Baseline.background(two, new double[] {4, 4});
    Tensor rows = Requests.rows(6, 5, 1);
    Coalitions coalitions = Coalitions.proper(5);
    int[] all = IntStream.range(0, 6).toArray();

    CoalitionGame collapsed = new CoalitionGame(Polynomial.mixed(), Requests.of(rows, repeated));
    CoalitionGame plain = new CoalitionGame(Polynomial.mixed(), Requests.of(rows, once));

    // eighths are exact: no rounding to allow for
    assertThat(collapsed.values(all, coalitions)).containsExactly(plain.values(all, coalitions));
    assertThat(collapsed.baselineScores()).isEqualTo(plain.baselineScores());
    assertThat(collapsed.calls().total()).isEqualTo(plain.calls().total());
    assertThat(collapsed.calls().shared()).isEqualTo(2);
  }

  @Test
  void aScoreThatIsNotANumberReachesItsOwnRowOnly() {
    // the model fails where the second feature is 7, that is for row 2 with player 1 present
    Tensor rows = coarseRows(6, 4, 1);
    float[] input = rows.values().clone();
    input[2 * 4 + 1] = 7;
    Baseline baseline = Baseline.background(coarseRows(3, 4, 2));
    BlackBox failing = new FailingModel(SmallRelu.of(4, 8, 3), 1, 7);
    Coalitions coalitions = Coalitions.proper(4);
    int[] all = IntStream.range(0, 6).toArray();

    double[] values =
        new CoalitionGame(failing, Requests.of(Tensor.of(input, 6, 4), baseline))
            .values(all, coalitions);

    double[] sound =
        new CoalitionGame(SmallRelu.of(4, 8, 3), Requests.of(Tensor.of(input, 6, 4), baseline))
            .values(all, coalitions);
    for (int row = 0; row < 6; row++) {
      for (int coalition = 0; coalition < 14; coalition++) {
        boolean fails = row == 2 && coalitions.contains(coalition, 1);
        double expected = fails ? Double.NaN : sound[row * 14 + coalition];
        assertThat(values[row * 14 + coalition]).isEqualTo(Double.valueOf(expected));
      }
    }
  }

  @Test
  void aBackgroundMayBeLargerThanAModelCall() {
    // 20,000 references of a line: v({0}) = 2 x0 + mean of 3 b1
    Tensor background = Requests.rows(20_000, 2, 2);
    AttributionRequest request = Requests.of(Requests.row(5, 6), Baseline.background(background));
    CoalitionGame game = new CoalitionGame(Polynomial.linear(2, 3), request);

    double[] values = game.values(new int[] {0}, Coalitions.proper(2));

    assertThat(game.calls().forward(0)).isEqualTo(1 + 2 * 20_000);
    double[] sums = new double[2];
    for (int at = 0; at < 40_000; at++) {
      sums[at % 2] += background.at(at) / 20_000.0;
    }
    assertThat(values[0]).isCloseTo(10 + 3 * sums[1], within(1e-6));
    assertThat(values[1]).isCloseTo(18 + 2 * sums[0], within(1e-6));
  }

  @Test
  void whereNoPlayerMattersNothingIsAsked() {
    AttributionRequest request =
        Requests.of(coarseRows(5, 4, 1), Baseline.background(coarseRows(5, 4, 1).select(3, 3)));
    CoalitionGame game = new CoalitionGame(SmallRelu.of(4, 8, 3), request);

    List<Play> plays = game.plays(request.batch().rowIds(), 7, new Banks(1));
    double[] values = game.values(new int[] {3}, Coalitions.proper(4));

    assertThat(plays)
        .anySatisfy(play -> assertThat(play).isEqualTo(new Play(0, List.of(), List.of(3))));
    assertThat(values).containsOnly(game.full(3, 0));
    assertThat(game.calls().forward(3)).isEqualTo(1);
  }

  @Test
  void coalitionsOfAPlayAreAmongThePlayersWhoMatter() {
    // players 0, 70 and 129 differ from the baseline in row 0, player 70 alone in row 1
    float[] input = new float[2 * 130];
    input[0] = 1;
    input[70] = 2;
    input[129] = 3;
    input[130 + 70] = 4;
    AttributionRequest request =
        Requests.of(Tensor.of(input, 2, 130), Baseline.single(Tensor.zeros(1, 130)));
    BlackBox model =
        Polynomial.of(130, Polynomial.term(1, 0, 70), Polynomial.term(1, 129), Polynomial.term(1));
    CoalitionGame game = new CoalitionGame(model, request);

    List<Play> plays = game.plays(request.batch().rowIds(), 7, new Banks(1));
    double[] values = game.values(plays.get(0), 0, 1, Coalitions.proper(3));

    assertThat(plays)
        .containsExactly(
            new Play(0, List.of(0, 70, 129), List.of(0)), new Play(0, List.of(70), List.of(1)));
    // {0}, {70}, {0, 70}, {129}, {0, 129}, {70, 129} of ab + c + 1
    assertThat(values).containsExactly(1, 1, 3, 4, 4, 4);
  }

  @Test
  void aConstantModelHasAConstantGame() {
    AttributionRequest request = coarse(5, 4, 4);
    BlackBox constant = Polynomial.of(4, Polynomial.term(3));
    CoalitionGame game = new CoalitionGame(constant, Requests.with(request, Target.outputs(0)));

    double[] values = game.values(new int[] {0, 1, 2}, Coalitions.proper(4));

    assertThat(values).containsOnly(values[0], game.empty(0, 0));
  }

  @Test
  void coalitionsOfAnotherGameAreRefused() {
    AttributionRequest request = coarse(2, 4, 1);
    CoalitionGame game = new CoalitionGame(SmallRelu.of(4, 8, 3), request);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> game.values(new int[] {0}, Coalitions.proper(3)))
        .withMessageContaining("coalitions of 3 players in a game of 4");
  }
}
