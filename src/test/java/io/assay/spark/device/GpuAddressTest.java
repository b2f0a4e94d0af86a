package io.assay.spark.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.engine.SeenGpus;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GpuAddressTest {
  private static final String UUID = "GPU-8932f937-d72c-4106-c12f-20bd9faed9f6";
  private static final String SLICE = "MIG-2b9e5f1c-6a3d-5b40-9c1e-0c55d2f7a9ab";

  private static OptionalInt number(String address, @Nullable String visible, int count) {
    return GpuAddress.number(address, Optional.ofNullable(visible), new SeenGpus(true, count));
  }

  @ParameterizedTest
  @CsvSource({"0, 4, 0", "1, 4, 1", "3, 4, 3", "0, 1, 0"})
  void aSmallNumberIsTheNumberOfAGpuThatTheProcessSees(String address, int count, int number) {
    assertThat(number(address, null, count)).hasValue(number);
  }

  @ParameterizedTest
  @CsvSource({"2, '2,3', 0", "3, '2,3', 1", "0, '1,0', 1", "1, ' 1 , 0 ', 0"})
  void whatIsListedAsVisibleHasItsPositionThere(String address, String visible, int number) {
    assertThat(number(address, visible, 2)).hasValue(number);
  }

  @Test
  void aNumberThatIsNotListedCountsAmongWhatIsSeen() {
    assertThat(number("0", "2,3", 2)).hasValue(0);
    assertThat(number("1", "2,3", 2)).hasValue(1);
  }

  @Test
  void aUuidHasItsPositionEvenIfItIsListedShortened() {
    assertThat(number(UUID, SLICE + "," + UUID, 2)).hasValue(1);
    assertThat(number(UUID, "GPU-11111111,GPU-8932f937", 2)).hasValue(1);
    assertThat(number(SLICE, SLICE, 1)).hasValue(0);
  }

  @ParameterizedTest
  @CsvSource({UUID, SLICE, "7", "00000000:3B:00.0", "99999999999"})
  void whereOneGpuIsSeenEveryAddressMeansIt(String address) {
    assertThat(number(address, null, 1)).hasValue(0);
  }

  @ParameterizedTest
  @CsvSource({UUID, "2", "-1", "00000000:3B:00.0", "''", "99999999999"})
  void whatNamesNoneOfSeveralIsNotGuessed(String address) {
    assertThat(number(address, null, 2)).isEmpty();
  }

  @Test
  void whatCudaHidesIsNotThere() {
    assertThat(number("3", "2,-1,3", 1))
        .as("hidden behind -1, and the one that is seen")
        .hasValue(0);
    assertThat(number("5", "4,5,6", 1)).as("listed, yet CUDA shows fewer").isEmpty();
    assertThat(number("0", "", 0)).isEmpty();
  }
}
