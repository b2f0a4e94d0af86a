package io.assay.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.engine.ModelFiles;
import io.assay.engine.ModelOptions;
import io.assay.model.ModelSignature.Unit;
import io.assay.model.TreeEnsemble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The models of jobs/churn-trees. They are trained again, with what their libraries say of some
 * customers, by {@code mvn test -Dtest=ChurnModelsTest -Dassay.update=true}.
 */
class ChurnModelsTest {
  private static final Path MARGINS = Path.of("src/test/resources/trees/churn_margins.csv");
  private static final int BYTES_AT_MOST = 100_000;
  private static final int EVERY = 35;

  /** A library, its model and its job. */
  enum Library {
    XGBOOST("job.yaml", "churn_xgboost.ubj", 0.842) {
      @Override
      TreeEnsemble open(ModelOptions options) {
        return ModelFiles.openXgboost(model(), options);
      }
    },
    LIGHTGBM("lightgbm.yaml", "churn_lightgbm.txt", 0.840) {
      @Override
      TreeEnsemble open(ModelOptions options) {
        return ModelFiles.openLightGbm(model(), options);
      }
    };

    private final Path job;
    private final Path model;
    private final double areaUnderCurve;

    Library(String job, String model, double areaUnderCurve) {
      this.job = ChurnCustomers.JOB.resolve(job);
      this.model = ChurnCustomers.JOB.resolve("model").resolve(model);
      this.areaUnderCurve = areaUnderCurve;
    }

    abstract TreeEnsemble open(ModelOptions options);

    Path model() {
      return model;
    }

    /** Returns what our reading of the model says of customers: log-odds of leaving. */
    private double[] margins(ChurnCustomers customers) {
      int features = customers.features().size();
      ModelOptions options =
          new ModelOptions(
              List.of(features), Unit.LOGIT, List.of("churn"), ModelOptions.Device.CPU, 512);
      double[] margins = new double[customers.size()];
      try (TreeEnsemble model = open(options)) {
        float[] rows = customers.floats();
        double[] margin = new double[1];
        for (int row = 0; row < margins.length; row++) {
          model.forest().margins(rows, row * features, margin);
          margins[row] = margin[0];
        }
      }
      return margins;
    }

    /** Stores the model, and its digest in the job file. */
    private void store(byte[] file) throws Exception {
      Files.write(model, file);
      String text = Files.readString(job);
      Files.writeString(job, text.replaceFirst("sha256: \\w+", "sha256: " + digest()));
    }

    private String digest() throws Exception {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(Files.readAllBytes(model)));
    }
  }

  /** One in 35 customers, and all whose total charges are missing. */
  private static ChurnCustomers some() {
    ChurnCustomers all = ChurnCustomers.all();
    List<Integer> missing = new ArrayList<>();
    int charges = all.features().indexOf("total_charges");
    for (int row = 0; row < all.size(); row++) {
      if (Double.isNaN(all.values().get(row)[charges])) {
        missing.add(all.ids().get(row));
      }
    }
    return all.where(id -> id % EVERY == 0 || missing.contains(id));
  }

  @BeforeAll
  static void trainAgainIfAsked() throws Exception {
    if (Boolean.getBoolean("assay.update")) {
      ChurnCustomers learned = ChurnCustomers.all().learned();
      ChurnCustomers some = some();
      ChurnTraining.Trained xgboost = ChurnTraining.xgboost(learned, some);
      ChurnTraining.Trained lightgbm = ChurnTraining.lightgbm(learned, some);
      Library.XGBOOST.store(xgboost.file());
      Library.LIGHTGBM.store(lightgbm.file());
      StringBuilder margins = new StringBuilder("customer,xgboost,lightgbm\n");
      for (int row = 0; row < some.size(); row++) {
        margins.append(
            "%d,%s,%s%n".formatted(some.ids().get(row), xgboost.margin(row), lightgbm.margin(row)));
      }
      Files.writeString(MARGINS, margins);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aModelIsSmall(Library library) throws IOException {
    assertThat(Files.size(library.model)).isLessThan(BYTES_AT_MOST);
  }

  @ParameterizedTest
  @EnumSource
  void aJobNamesTheDigestOfItsModel(Library library) throws Exception {
    assertThat(Files.readString(library.job))
        .contains("path: " + ChurnCustomers.JOB.relativize(library.model))
        .contains("sha256: " + library.digest())
        .contains("engine: " + lower(library));
  }

  @ParameterizedTest
  @EnumSource
  void aModelPredictsWhatItsLibraryDoes(Library library) throws IOException {
    ChurnCustomers some = some();
    List<String> lines = Files.readAllLines(MARGINS);
    int column = List.of(lines.get(0).split(",", -1)).indexOf(lower(library));

    double[] margins = library.margins(some);

    assertThat(lines).hasSize(some.size() + 1);
    for (int row = 0; row < margins.length; row++) {
      List<String> cells = List.of(lines.get(row + 1).split(",", -1));
      assertThat(cells.get(0)).isEqualTo(some.ids().get(row).toString());
      assertThat(margins[row]).isEqualTo(Double.parseDouble(cells.get(column)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aModelTellsCustomersApartThatItHasNotSeen(Library library) {
    ChurnCustomers heldOut = ChurnCustomers.all().heldOut();

    double area = heldOut.areaUnderCurve(library.margins(heldOut));

    // as jobs/churn-trees/README.md states it
    assertThat(heldOut.size()).isEqualTo(1408);
    assertThat(area).isCloseTo(library.areaUnderCurve, within(0.0005));
  }

  @Test
  void bothJobsReadTheSameCustomers() throws IOException {
    Load yaml = new Load(LoadSettings.builder().build());

    Object input = ((Map<?, ?>) yaml.loadFromString(text(Library.XGBOOST))).get("input");

    assertThat(input).isNotNull();
    assertThat(((Map<?, ?>) yaml.loadFromString(text(Library.LIGHTGBM))).get("input"))
        .isEqualTo(input);
  }

  private static String lower(Library library) {
    return library.name().toLowerCase(Locale.ROOT);
  }

  private static String text(Library library) throws IOException {
    return Files.readString(library.job);
  }
}
