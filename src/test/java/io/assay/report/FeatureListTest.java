package io.assay.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.report.ImportanceSection.FeatureImportance;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many features tables list. */
class FeatureListTest {
  @Test
  void aSectionByItselfListsTenThousandFeatures() {
    FeatureList.Room room = FeatureList.Room.of(List.of(section(10_000)), List.of());

    assertThat(room.whole()).isGreaterThanOrEqualTo(10_000);
  }

  @Test
  void manySmallSectionsListEverything() {
    List<ImportanceSection> whole = sections(4, 30);
    List<ImportanceSection> slices = sections(28, 30);

    FeatureList.Room room = FeatureList.Room.of(whole, slices);

    assertThat(room.whole()).isGreaterThanOrEqualTo(30);
    assertThat(room.slice()).isGreaterThanOrEqualTo(30);
  }

  @Test
  void slicesGetWhatTheOthersLeave() {
    FeatureList.Room room = FeatureList.Room.of(sections(2, 10_000), sections(2, 10_000));

    assertThat(room.slice()).isZero();
    assertThat(FeatureList.of(section(100), new FeatureList.Names(), 0).name()).isEmpty();
  }

  @Test
  void aListThatShowsNoMoreThanTheLeadingTableIsLeftOut() {
    FeatureList.Names names = new FeatureList.Names();

    assertThat(FeatureList.of(section(100), names, 15).name()).isEmpty();
    assertThat(FeatureList.of(section(12), names, 15).name()).hasSize(12);
    assertThat(FeatureList.of(section(100), names, 40).name()).hasSize(40);
    assertThat(FeatureList.of(section(100), names, 40).of()).isEqualTo(100);
  }

  private static List<ImportanceSection> sections(int count, int features) {
    ImportanceSection section = section(features);
    return IntStream.range(0, count).mapToObj(i -> section).toList();
  }

  private static ImportanceSection section(int features) {
    List<FeatureImportance> all =
        IntStream.range(0, features)
            .mapToObj(
                i ->
                    new FeatureImportance(
                        "f" + i, List.of(), Runs.importance(9, 1, features, i + 1, features)))
            .toList();
    return new ImportanceSection("m", "M", "", "t", ImportanceSection.ALL_ROWS, all);
  }
}
