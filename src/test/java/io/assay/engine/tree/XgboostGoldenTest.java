package io.assay.engine.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.engine.ModelFiles;
import io.assay.engine.ModelOptions;
import io.assay.model.TreeEnsemble;
import io.assay.tensor.Tensor;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models that XGBoost 3.0.4 saved, and its own margins beside them. */
class XgboostGoldenTest {
  @ParameterizedTest
  @CsvSource({"xgb_bc, 30, 40", "xgb_diabetes_missing, 10, 40"})
  void marginsAreThoseOfTheFileDigitByDigit(String name, int features, int rows)
      throws IOException, URISyntaxException {
    TreeEnsemble model =
        ModelFiles.openXgboost(file(name, "model.json"), ModelOptions.ofShape(features));
    float[] input = numbers(file(name, "inputs.csv"));

    Tensor margins = model.outputs(Tensor.of(input, rows, features));

    assertThat(margins.values()).containsExactly(numbers(file(name, "margin_native.csv")));
    assertThat(model.forest().hasCovers()).isTrue();
  }

  /** An empty field is a missing value. */
  private static float[] numbers(Path file) throws IOException {
    List<String> fields =
        Files.readAllLines(file).stream()
            .flatMap(line -> List.of(line.split(",", -1)).stream())
            .toList();
    float[] numbers = new float[fields.size()];
    for (int at = 0; at < numbers.length; at++) {
      numbers[at] = fields.get(at).isEmpty() ? Float.NaN : Float.parseFloat(fields.get(at));
    }
    return numbers;
  }

  private static Path file(String name, String part) throws URISyntaxException {
    String place = "/golden/trees/" + name + "/" + part;
    return Path.of(
        Objects.requireNonNull(XgboostGoldenTest.class.getResource(place), place).toURI());
  }
}
