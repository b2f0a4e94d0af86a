package io.assay.global.surrogate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.baseline.FeatureGroups;
import io.assay.fakes.Formula;
import io.assay.fakes.Polynomial;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What surrogates learn from, what they are tried on, and what they ask. */
class LessonTest {
  @Test
  void rowsHeldOutTakeNoPart() {
    Tensor input = Asked.normal(1000, 2, 1);

    List<Lesson> lessons =
        Lesson.of(
            Polynomial.linear(1, 1), Asked.request(input, Target.outputs(0), List.of("f")), 0.3);

    Set<Float> learnt = firstValues(lessons.get(0).training());
    Set<Float> tried = firstValues(lessons.get(0).heldOut());
    assertThat(learnt).doesNotContainAnyElementsOf(tried);
    assertThat(learnt.size() + tried.size()).isEqualTo(1000);
    assertThat(tried.size() / 1000.0).isEqualTo(0.3, within(0.05));
    assertThat(Imitation.scores(lessons.get(0).heldOut())[0])
        .isEqualTo(
            lessons.get(0).heldOut().input().at(0) + lessons.get(0).heldOut().input().at(1),
            within(1e-6));
  }

  @Test
  void whoIsHeldOutDependsOnTheRowAlone() {
    Tensor input = Asked.normal(100, 2, 1);
    Polynomial model = Polynomial.linear(1, 1);

    Lesson all =
        Lesson.of(model, Asked.request(input, Target.outputs(0), List.of("f")), 0.3).get(0);
    Lesson some =
        Lesson.of(model, Asked.request(input.slice(0, 60), Target.outputs(0), List.of("f")), 0.3)
            .get(0);

    assertThat(firstValues(all.heldOut())).containsAll(firstValues(some.heldOut()));
    assertThat(firstValues(all.training())).containsAll(firstValues(some.training()));
    assertThat(some.heldOut().rows()).isPositive();
  }

  @Test
  void rowsWithoutANumberAsAnswerAreLeftOut() {
    Tensor input = Asked.normal(100, 1, 2);

    Lesson lesson =
        Lesson.of(
                new Formula(1, x -> x[0] > 0 ? Double.NaN : x[0]),
                Asked.request(input, Target.outputs(0), List.of("f")),
                0.3)
            .get(0);

    Set<Float> left = firstValues(lesson.training());
    left.addAll(firstValues(lesson.heldOut()));
    assertThat(left).allMatch(value -> value <= 0).hasSizeBetween(30, 70);
  }

  /** Of twelve outputs that rows explain, the ten of most rows; row r explains about sqrt(2 r). */
  @Test
  void ofManyOutputsThoseOfMostRowsAreImitated() {
    List<List<Polynomial.Term>> outputs = new ArrayList<>();
    for (int output = 0; output < 12; output++) {
      outputs.add(List.of(Polynomial.term(1, 0)));
    }
    int[] explained = IntStream.range(0, 72).map(row -> (int) Math.sqrt(2 * row)).toArray();

    List<Lesson> lessons =
        Lesson.of(
            Polynomial.ofOutputs(1, outputs),
            Asked.request(Asked.normal(72, 1, 3), Target.perRow(explained), List.of("predicted")),
            0.3);

    assertThat(lessons)
        .extracting(Lesson::target)
        .containsExactly("f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10", "f11");
  }

  /** Groups of two, of which each row has its own number twice. */
  @Test
  void queriesTakeWholeGroupsFromTwoRows() {
    int rows = 20;
    float[] values = new float[rows * 6];
    for (int at = 0; at < values.length; at++) {
      values[at] = Math.floorDiv(at, 6);
    }
    Answered known = Asked.answered(Tensor.of(values, rows, 6), new double[rows]);
    FeatureGroups pairs = FeatureGroups.of(List.of("a", "b", "c"), new int[] {0, 1, 2, 0, 1, 2});

    Tensor composed = LeafQueries.composed(known, pairs, 500, new Random(4));

    int mixed = 0;
    Set<Float> met = new HashSet<>();
    for (int query = 0; query < 500; query++) {
      Set<Float> from = new HashSet<>();
      for (int group = 0; group < 3; group++) {
        assertThat(composed.at(query, group)).isEqualTo(composed.at(query, group + 3));
        from.add(composed.at(query, group));
      }
      assertThat(from.size()).isLessThanOrEqualTo(2);
      mixed += from.size() == 2 ? 1 : 0;
      met.addAll(from);
    }
    assertThat(met).hasSize(rows);
    assertThat(mixed / 500.0)
        .isEqualTo(0.75 * 0.95, within(0.06)); // not all three, not one row twice
  }

  private static Set<Float> firstValues(Answered rows) {
    Set<Float> values = new HashSet<>();
    for (int row = 0; row < rows.rows(); row++) {
      values.add(rows.input().at(row * rows.width()));
    }
    return values;
  }
}
