package io.assay.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static org.assertj.core.data.Percentage.withPercentage;

import io.assay.report.SampleSection.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What charts of single rows draw. */
class SwarmTest {
  private static final List<String> NAMES = List.of("own", "other", "noise");

  @Test
  void thePartnerIsTheFeatureThatTheModelMultipliesBy() {
    // f = own * other: among rows of like own, the attribution of own follows other
    Random random = new Random(5);
    List<Row> rows = new ArrayList<>();
    for (int row = 0; row < 200; row++) {
      float own = 1 + random.nextFloat();
      float other = random.nextFloat() - 0.5f;
      float noise = random.nextFloat();
      rows.add(row(row, List.of(own * other, 0f, 0f), List.of(own, other, noise)));
    }

    List<Partner> partners = Partner.all(rows, List.of(0, 1, 2));

    assertThat(partners.get(0).strip()).isEqualTo(1);
    assertThat(partners.get(0).strength()).isBetween(0.9, 1.0);
    assertThat(partners.get(1)).isEqualTo(new Partner(-1, 0)); // its attribution never changes
  }

  @Test
  void rowsWithoutNumbersHaveNoPartner() {
    List<Row> rows =
        IntStream.range(0, 50)
            .mapToObj(row -> row(row, List.of((float) row, 1f, 1f), List.of()))
            .toList();

    assertThat(Partner.all(rows, List.of(0, 1, 2))).containsOnly(new Partner(-1, 0));
  }

  @Test
  void aWaterfallHoldsAllThatARowGot() {
    SampleSection sample = Runs.sample("saliency", Runs.measurements(), 60);
    FeatureList.Names names = new FeatureList.Names();

    List<Waterfall> falls = Waterfall.of(sample, sample.rows(), names, 9);

    assertThat(falls).hasSize(9);
    assertThat(falls).extracting(fall -> -fall.score().doubleValue()).isSorted();
    for (Waterfall fall : falls) {
      Row row =
          sample.rows().stream()
              .filter(r -> r.rowId().equals(fall.rowId()))
              .findAny()
              .orElseThrow();
      double whole = row.values().stream().mapToDouble(Float::doubleValue).sum();
      double shown = fall.values().stream().mapToDouble(Number::doubleValue).sum();
      assertThat(shown + fall.rest().doubleValue()).isCloseTo(whole, offset(1e-4));
      assertThat(fall.others()).isEqualTo(20);
      int first = sample.features().indexOf(names.inOrder().get(fall.names().get(0)));
      assertThat(fall.values().get(0).floatValue())
          .isCloseTo(row.values().get(first), withPercentage(1e-3));
      assertThat(fall.held().get(0).floatValue())
          .isCloseTo(row.featureValues().get(first), withPercentage(1e-3));
    }
  }

  @Test
  void theHighestAndTheLowestScoreAreAmongTheWaterfalls() {
    List<Row> rows =
        IntStream.range(0, 40)
            .mapToObj(row -> row((row * 7) % 40, List.of(1f, 2f, -5f), List.of()))
            .toList();
    SampleSection sample = new SampleSection("m", "t", NAMES, rows);

    List<Waterfall> falls = Waterfall.of(sample, rows, new FeatureList.Names(), 3);

    assertThat(falls).extracting(Waterfall::rowId).startsWith("39").endsWith("0").hasSize(3);
    assertThat(falls.get(0).values())
        .extracting(Number::doubleValue)
        .containsExactly(-5.0, 2.0, 1.0);
    assertThat(falls.get(0).others()).isZero();
  }

  @Test
  void manySwarmsShareTheRoomOfOne() {
    Swarm.Room alone = Swarm.Room.of(1);
    Swarm.Room among = Swarm.Room.of(24);

    assertThat(alone).isEqualTo(new Swarm.Room(400, 60, 120));
    assertThat(among.rows() * among.features() * 24).isLessThanOrEqualTo(24_000);
    assertThat(among.features()).isEqualTo(Swarm.FEATURES);
  }

  private static Row row(int score, List<Float> values, List<Float> held) {
    return new Row(String.valueOf(score), score, values, held);
  }
}
