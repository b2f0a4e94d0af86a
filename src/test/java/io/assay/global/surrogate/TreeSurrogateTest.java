package io.assay.global.surrogate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.assay.fakes.CountingModel;
import io.assay.fakes.Formula;
import io.assay.fakes.InUnit;
import io.assay.fakes.Polynomial;
import io.assay.global.GlobalMethod;
import io.assay.global.GlobalMethodContract;
import io.assay.global.GlobalRecord;
import io.assay.global.GlobalRecord.Rank;
import io.assay.global.GlobalRequest;
import io.assay.global.GlobalResult;
import io.assay.global.GlobalShape;
import io.assay.global.InputColumn;
import io.assay.model.BlackBox;
import io.assay.model.ModelSignature.Unit;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TreeSurrogateTest extends GlobalMethodContract {
  @Override
  protected GlobalMethod method() {
    return new TreeSurrogate(new TreeSurrogate.Options(4, 5, 100, 0.3, 40));
  }

  @Override
  protected List<ThrowingCallable> refusedOptions() {
    return List.of(
        () -> new TreeSurrogate.Options(1, 5, 100, 0.3, 40),
        () -> new TreeSurrogate.Options(257, 5, 100, 0.3, 40),
        () -> new TreeSurrogate.Options(4, 0, 100, 0.3, 40),
        () -> new TreeSurrogate.Options(4, 1_000_001, 100, 0.3, 40),
        () -> new TreeSurrogate.Options(4, 5, -1, 0.3, 40),
        () -> new TreeSurrogate.Options(4, 5, 1_000_001, 0.3, 40),
        () -> new TreeSurrogate.Options(4, 5, 100, 0.04, 40),
        () -> new TreeSurrogate.Options(4, 5, 100, Double.NaN, 40),
        () -> new TreeSurrogate.Options(4, 5, 100, 0.3, 19),
        () -> new TreeSurrogate.Options(4, 5, 100, 0.3, 1_000_001));
  }

  private static final Target FIRST = Target.outputs(0);

  /** Three leaves: x1 <= 0.3 gives 1; of the others x0 <= -0.5 gives 7 and the rest 10. */
  private static final BlackBox THREE_LEAVES =
      new Formula(4, x -> x[1] <= 0.3 ? 1 : x[0] <= -0.5 ? 7 : 10);

  @Test
  void aModelThatIsATreeIsRecovered() {
    GlobalRequest request = request(Asked.normal(2000, 4, 1));

    GlobalResult result = new TreeSurrogate(options(12, 1000)).ask(THREE_LEAVES, request);

    JsonObject tree = json(result, "surrogate-f.json");
    assertThat(tree.get("leaves").getAsInt()).isEqualTo(3);
    JsonObject root = node(tree, 0);
    assertThat(root.get("feature").getAsString()).isEqualTo("x1");
    assertThat(root.get("threshold").getAsDouble()).isEqualTo(0.3, within(0.01));
    JsonObject right = node(tree, root.get("right").getAsInt());
    assertThat(right.get("feature").getAsString()).isEqualTo("x0");
    assertThat(right.get("threshold").getAsDouble()).isEqualTo(-0.5, within(0.01));
    JsonObject left = node(tree, root.get("left").getAsInt());
    assertThat(left.get("prediction").getAsDouble()).isEqualTo(1);
    assertThat(left.get("share").getAsDouble()).isEqualTo(0.618, within(0.03)); // P(z <= 0.3)
    assertThat(Asked.record(result, "", "held-out R2").value().value()).isGreaterThan(0.98);
  }

  @Test
  void theTextTellsTheTree() {
    GlobalRequest request = request(Asked.normal(2000, 4, 1));

    GlobalResult result = new TreeSurrogate(options(12, 1000)).ask(THREE_LEAVES, request);

    String text = result.artifacts().get("surrogate-f.txt");
    assertThat(text).contains("f: 3 leaves from").contains("rows held out").contains("R2 ");
    assertThat(text)
        .containsPattern("all rows: \\d\\.\\d+ \\(.*\\), 100\\.0 %\n")
        .containsPattern("├─ x1 <= 0\\.3\\d*: 1\\.000 \\(0\\.000\\), \\d+\\.\\d %\n")
        .containsPattern("\n└─ x1 > 0\\.3\\d*: .*\n   ├─ x0 <= -0\\.5\\d*: 7\\.000 ")
        .containsPattern(" %\n   └─ x0 > -0\\.5\\d*: 10\\.00 ");
  }

  /** Every node's rows and shares are those of its children together, and leaves hold all rows. */
  @Test
  void theNodesHangTogether() {
    GlobalRequest request = request(Asked.normal(600, 5, 2), 5);

    GlobalResult result = new TreeSurrogate(options(12, 300)).ask(Polynomial.mixed(), request);

    JsonObject tree = json(result, "surrogate-f.json");
    JsonArray nodes = tree.getAsJsonArray("nodes");
    double leafShares = 0;
    for (int id = 0; id < nodes.size(); id++) {
      JsonObject node = node(tree, id);
      assertThat(node.get("id").getAsInt()).isEqualTo(id);
      if (node.has("left")) {
        JsonObject left = node(tree, node.get("left").getAsInt());
        JsonObject right = node(tree, node.get("right").getAsInt());
        assertThat(left.get("parent").getAsInt()).isEqualTo(id);
        assertThat(left.get("rows").getAsInt() + right.get("rows").getAsInt())
            .isEqualTo(node.get("rows").getAsInt());
        assertThat(Math.min(left.get("rows").getAsInt(), right.get("rows").getAsInt()))
            .isGreaterThanOrEqualTo(10);
        assertThat(left.get("order")).isNotEqualTo(node.get("order"));
      } else {
        leafShares += node.get("share").getAsDouble();
      }
    }
    assertThat(nodes).hasSize(2 * tree.get("leaves").getAsInt() - 1);
    assertThat(leafShares).isEqualTo(1, within(1e-9));
  }

  /**
   * The scores of columns are of rows held out, and add up to R2 but for the distance of the root's
   * prediction from their mean.
   */
  @Test
  void whatColumnsExplainAddsUpToWhatTheTreeExplains() {
    GlobalRequest request = request(Asked.normal(3000, 5, 3), 5);

    GlobalResult result = new TreeSurrogate(options(16, 500)).ask(Polynomial.mixed(), request);

    double sum = 0;
    for (GlobalRecord record : result.records()) {
      sum += "explained".equals(record.label()) ? record.value().value() : 0;
    }
    GlobalRecord r2 = Asked.record(result, "", "held-out R2");
    assertThat(sum).isEqualTo(r2.value().value(), within(0.01));
    assertThat(r2.value().value()).isBetween(0.3, 0.9);
    assertThat(r2.value().low()).isBetween(0.1, r2.value().value() - 0.01);
    assertThat(Asked.record(result, "x4", "explained").value().value()).isBetween(-0.01, 0.01);
    assertThat(Asked.record(result, "x0", "explained").rank()).isEqualTo(new Rank(1, 1, 1));
  }

  /** 40 trees from about 56 rows each: R2 is 0.59 with queries, 0.43 without. */
  @Test
  void queriesImproveTheTreeOfFewRows() {
    BlackBox smooth =
        new Formula(5, x -> Math.tanh(2 * x[0]) + Math.tanh(2 * x[1]) + 2 * Math.tanh(x[0] * x[2]));
    double with = 0;
    double without = 0;
    for (int seed = 0; seed < 40; seed++) {
      GlobalRequest request = request(Asked.normal(560, 5, seed), 5);
      TreeSurrogate.Options few = new TreeSurrogate.Options(8, 5, 0, 0.9, 10_000);
      TreeSurrogate.Options more = new TreeSurrogate.Options(8, 5, 1000, 0.9, 10_000);
      without += r2(new TreeSurrogate(few).ask(smooth, request)) / 40;
      with += r2(new TreeSurrogate(more).ask(smooth, request)) / 40;
    }

    assertThat(with).isGreaterThan(without + 0.05);
  }

  @Test
  void theModelIsAskedNoMoreThanIsSaid() {
    Tensor input = Asked.normal(300, 5, 4);
    CountingModel model = CountingModel.around(Polynomial.mixed());
    TreeSurrogate method = new TreeSurrogate(options(8, 200));
    GlobalRequest request = Asked.request(input, Target.outputs(0, 1), List.of("f0", "f1"));

    GlobalResult result = method.ask(model, request);

    assertThat(result.calls()).isEqualTo(model.forwardRows());
    assertThat(result.calls()).isBetween(1000L, method.calls(request.shape()));
    assertThat(result.artifacts())
        .containsOnlyKeys(
            "surrogate-f0.txt", "surrogate-f0.json", "surrogate-f1.txt", "surrogate-f1.json");
  }

  /** Outputs by row: a tree for each that some row explains, and they share the queries. */
  @Test
  void whereRowsExplainDifferentOutputsEachHasATree() {
    Tensor input = Asked.normal(300, 5, 4);
    int[] outputs = new int[300];
    for (int row = 0; row < 300; row++) {
      outputs[row] = row % 3 == 0 ? 2 : 0;
    }
    CountingModel model = CountingModel.around(Polynomial.mixed().and(Polynomial.term(1, 0)));
    TreeSurrogate method = new TreeSurrogate(options(8, 200));
    GlobalRequest request = Asked.request(input, Target.perRow(outputs), List.of("predicted"));

    GlobalResult result = method.ask(model, request);

    assertThat(result.artifacts())
        .containsOnlyKeys(
            "surrogate-f0.txt", "surrogate-f0.json", "surrogate-f2.txt", "surrogate-f2.json");
    assertThat(model.forwardRows()).isLessThanOrEqualTo(method.calls(request.shape()));
  }

  /** A class wins where its logit is the larger: where x0 > 0. The first question tells. */
  @Test
  void aTreeOfLogitsDecidesAsTheModelDoes() {
    BlackBox model = new InUnit(Polynomial.linear(-1, 0).and(Polynomial.term(1, 0)), Unit.LOGIT);
    GlobalRequest request =
        Asked.request(Asked.normal(1000, 2, 5), Target.outputs(1), List.of("malignant"));

    GlobalResult result = new TreeSurrogate(options(8, 500)).ask(model, request);

    assertThat(Asked.record(result, "", "agreement").value().value()).isGreaterThan(0.95);
    JsonObject tree = json(result, "surrogate-malignant.json");
    assertThat(node(tree, 0).get("wins").getAsDouble()).isEqualTo(0.5, within(0.06));
    assertThat(node(tree, 1).get("wins").getAsDouble()).isLessThan(0.1);
    assertThat(node(tree, 2).get("wins").getAsDouble()).isGreaterThan(0.9);
  }

  @Test
  void missingValuesAreAskedAbout() {
    Tensor input = Asked.normal(1000, 2, 6);
    for (int row = 0; row < 1000; row += 4) {
      input.values()[row * 2] = Float.NaN;
    }
    BlackBox model = new Formula(2, x -> Float.isNaN(x[0]) ? 5 : 0);

    GlobalResult result = new TreeSurrogate(options(4, 200)).ask(model, request(input, 2));

    assertThat(result.artifacts().get("surrogate-f.txt"))
        .contains("├─ x0 is known: 0.000")
        .contains("└─ x0 is missing: 5.000");
    assertThat(node(json(result, "surrogate-f.json"), 0).get("threshold").isJsonNull()).isTrue();
  }

  @Test
  void categoriesAreCalledByTheirNames() {
    Random random = new Random(8);
    float[] values = new float[900 * 4];
    for (int row = 0; row < 900; row++) {
      values[row * 4 + random.nextInt(3)] = 1;
      values[row * 4 + 3] = random.nextInt(3);
    }
    List<InputColumn> columns =
        List.of(
            new InputColumn("site", List.of(0, 1, 2), List.of("north", "south", "east"), List.of()),
            new InputColumn("plan", List.of(3), List.of("A", "B", "C"), List.of(0.0, 1.0, 2.0)));
    BlackBox model = new Formula(4, x -> 10 * x[1] + (x[3] > 1 ? 1 : 0));

    GlobalResult result =
        new TreeSurrogate(options(4, 0))
            .ask(model, Asked.request(Tensor.of(values, 900, 4), FIRST, List.of("f"), columns));

    assertThat(result.artifacts().get("surrogate-f.txt"))
        .contains("├─ site is not south:")
        .contains("└─ site is south:")
        .contains("plan is A or B:")
        .contains("plan is C:");
  }

  @Test
  void hostileNamesStayNames() {
    String name = "<script>\"\\\n\u202e'</script>";
    List<InputColumn> columns = List.of(InputColumn.numeric(name, 0), InputColumn.numeric("x1", 1));
    GlobalRequest request =
        Asked.request(Asked.normal(400, 2, 9), FIRST, List.of("../up\n"), columns);

    GlobalResult result =
        new TreeSurrogate(options(4, 0)).ask(new Formula(2, x -> x[0] > 0 ? 1 : 0), request);

    assertThat(result.artifacts()).hasSize(2);
    result
        .artifacts()
        .forEach(
            (file, text) -> {
              assertThat(file).matches("surrogate-\\.\\._up_-[0-9a-f]{8}\\.(txt|json)");
              assertThat(text).doesNotContain("\u202e");
            });
    String json =
        result.artifacts().entrySet().stream()
            .filter(artifact -> artifact.getKey().endsWith(".json"))
            .findFirst()
            .orElseThrow()
            .getValue();
    assertThat(json).doesNotContain("<");
    assertThat(node(JsonParser.parseString(json).getAsJsonObject(), 0).get("left_if").getAsString())
        .startsWith("<script>\"\\ ");
  }

  @Test
  void fewRowsAreNoReasonToFail() {
    for (int rows = 0; rows < 4; rows++) {
      GlobalResult result =
          new TreeSurrogate(options(4, 10))
              .ask(Polynomial.mixed(), request(Asked.normal(rows, 5, 1), 5));

      assertThat(result.calls()).isLessThan(80);
    }
  }

  @Test
  void whatIsNoTableIsRefused() {
    GlobalShape pictures =
        new GlobalShape(10, 1, List.of(), request(Asked.normal(1, 5, 1), 5).groups(), 1);

    assertThatThrownBy(() -> new TreeSurrogate(options(4, 0)).calls(pictures))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tree-surrogate needs the columns of a table");
    assertThatThrownBy(() -> options(1, 0)).hasMessageContaining("leaves is 1; need 2 to 256");
  }

  private static TreeSurrogate.Options options(int leaves, int queries) {
    return new TreeSurrogate.Options(leaves, 10, queries, 0.3, 10_000);
  }

  private static GlobalRequest request(Tensor input) {
    return request(input, input.rowLength());
  }

  private static GlobalRequest request(Tensor input, int features) {
    return Asked.request(input, FIRST, List.of("f"), Asked.columns(features));
  }

  private static double r2(GlobalResult result) {
    return Asked.record(result, "", "held-out R2").value().value();
  }

  private static JsonObject json(GlobalResult result, String name) {
    return JsonParser.parseString(result.artifacts().get(name)).getAsJsonObject();
  }

  private static JsonObject node(JsonObject tree, int id) {
    return tree.getAsJsonArray("nodes").get(id).getAsJsonObject();
  }
}
