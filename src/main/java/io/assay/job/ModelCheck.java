package io.assay.job;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.attribution.AttributionMethod;
import io.assay.attribution.catalog.MethodEntry;
import io.assay.baseline.FeatureGroups;
import io.assay.global.GlobalMethod;
import io.assay.global.GlobalShape;
import io.assay.job.global.GlobalSpec;
import io.assay.job.input.ImageSpec;
import io.assay.job.input.MaskingSpec;
import io.assay.model.BlackBox;
import io.assay.model.LayerInfo;
import io.assay.model.TreeEnsemble;
import java.util.ArrayList;
import java.util.List;

/** Holds a job against its model: widths, outputs, baseline, methods. */
final class ModelCheck {
  /** Layers that a message names. */
  private static final int MOST_LAYERS = 20;

  /** Values of rows kept for the global methods at most: 512 MiB of them. */
  private static final int MOST_KEPT_VALUES = 1 << 27;

  /** Its features take values of other rows, whatever the masking. */
  private static final String OF_OTHER_ROWS = "feature-permutation";

  private final JobSpec spec;
  private final JobFacts facts;
  private final InputPlan input;
  private final List<String> outputs;
  private final List<Problem> problems = new ArrayList<>();

  private ModelCheck(JobSpec spec, JobFacts facts) {
    this.spec = spec;
    this.facts = facts;
    this.input = InputPlan.of(spec, facts.arrayWidth());
    this.outputs = Planner.outputs(spec, facts.model());
  }

  static List<Problem> problems(JobSpec spec, JobFacts facts, List<MethodEntry<?>> shelf) {
    ModelCheck check = new ModelCheck(spec, facts);
    check.groups();
    check.baseline(check.input.width());
    if (facts.model().isKnown()) {
      check.width(check.input.width());
      check.outputs();
      check.embedding();
      check.target();
    }
    if (check.input.width() > 0) {
      spec.methods().forEach(method -> check.method(method, shelf));
      spec.global().forEach(check::global);
      check.masking(shelf);
    }
    return check.problems;
  }

  /** With an array whose names come from its width, groups can only be judged now. */
  private void groups() {
    List<String> known = input.fold().members().stream().flatMap(List::stream).toList();
    spec.groups()
        .forEach(
            (group, members) ->
                members.stream()
                    .filter(member -> !known.contains(member))
                    .forEach(
                        member ->
                            add(
                                ErrorCode.COLUMN_INVALID,
                                "groups." + group,
                                "names " + member + ", which is no feature")));
  }

  private void baseline(int width) {
    int values = spec.baseline().values().size();
    int channels = spec.input().image().map(ImageSpec::channels).orElse(1);
    if (values > 1 && values != width && values != channels) {
      String text =
          "has %d values; need 1, or %d as the model's input has".formatted(values, width)
              + (channels > 1 ? ", or one for each of " + channels + " channels" : "");
      add(ErrorCode.SPEC_INVALID, "baseline.values", text);
    }
  }

  /** A masking that no method follows is a mistake. */
  private void masking(List<MethodEntry<?>> shelf) {
    MaskingSpec.Kind kind = spec.masking().kind();
    boolean isFollowed =
        spec.methods().stream()
            .map(method -> Planner.create(method, shelf))
            .anyMatch(
                method ->
                    method.hasPlayers(input.shape()) && !method.info().key().equals(OF_OTHER_ROWS));
    if (kind != MaskingSpec.Kind.REPLACE && !isFollowed) {
      add(
          ErrorCode.SPEC_INVALID,
          "masking.kind",
          "is %s, which no method of the job follows; add one that asks for scores alone and takes"
                  .formatted(SettingInfo.enumKey(kind))
              + " features away, such as kernel-shap, or leave it out");
    }
  }

  private void embedding() {
    if (spec.masking().kind() != MaskingSpec.Kind.EMBEDDING
        || Planner.embedding(spec, input, facts).isPresent()) {
      return;
    }
    List<LayerInfo> layers = facts.model().layers();
    if (layers.isEmpty()) {
      String text = "is embedding, which needs a model whose layers can be read; need replace";
      add(ErrorCode.MODEL_ABILITY, "masking.kind", text + " or delete");
      return;
    }
    List<String> known =
        layers.stream().limit(MOST_LAYERS).map(each -> each.name() + " " + each.shape()).toList();
    add(
        ErrorCode.MODEL_LAYER,
        "masking.layer",
        "is %s; need a layer that gives a vector for each of %d tokens; layers: %s"
            .formatted(spec.masking().layer(), input.width(), known));
  }

  private void width(int width) {
    ModelFacts model = facts.model();
    if (width > 0 && !model.inputShape().isEmpty() && model.inputLength() != width) {
      String text =
          "give %d values a row, one-hot places counted; the model takes %d (shape %s)"
              .formatted(width, model.inputLength(), model.inputShape());
      String key = spec.input().soleColumn().isPresent() ? "input.array-column" : "input.features";
      add(ErrorCode.MODEL_SHAPE, key, text);
    }
  }

  private void outputs() {
    int named = spec.model().outputs().names().size();
    int given = facts.model().outputs().size();
    if (named > 0 && named != given) {
      String text = "names %d outputs; the model gives %d".formatted(named, given);
      add(ErrorCode.MODEL_SHAPE, "model.outputs.names", text);
    }
  }

  private void target() {
    TargetSpec target = spec.target();
    target
        .className()
        .filter(name -> !outputs.contains(name))
        .ifPresent(
            name ->
                add(
                    ErrorCode.MODEL_SHAPE,
                    "target",
                    "is class %s; the model's outputs are %s, unless named in model.outputs.names%s"
                        .formatted(name, Spelling.some(outputs), Spelling.hint(name, outputs))));
    target
        .column()
        .filter(column -> column >= facts.model().outputs().size())
        .ifPresent(
            column ->
                add(
                    ErrorCode.MODEL_SHAPE,
                    "target",
                    "is column %d; the model's outputs are 0 to %d"
                        .formatted(column, facts.model().outputs().size() - 1)));
    if (target.kind() == TargetSpec.Kind.LABEL && facts.model().outputs().size() == 1) {
      add(
          ErrorCode.MODEL_SHAPE,
          "target",
          "is label, but the model has a single output; take target: predicted");
    }
  }

  private void method(MethodSpec asked, List<MethodEntry<?>> shelf) {
    AttributionMethod<?> method = Planner.create(asked, shelf);
    String key = "methods." + asked.key();
    try {
      Planner.callsPerRow(spec, method, input, facts);
    } catch (IllegalArgumentException refused) {
      add(ErrorCode.SPEC_INVALID, key, "cannot run: " + refused.getMessage());
    }
    String ability = method.info().ability().getSimpleName();
    if (!facts.model().isKnown()) {
      return;
    }
    if (method.info().ability() != BlackBox.class && !facts.model().abilities().contains(ability)) {
      add(ErrorCode.MODEL_ABILITY, key, lacking(method.info().ability()));
      return;
    }
    List<String> known = facts.model().layers().stream().map(LayerInfo::name).toList();
    List<String> missing =
        method.layers().stream().filter(layer -> !known.contains(layer)).toList();
    if (missing.isEmpty()) {
      columns(method, key);
    } else {
      String text =
          "cannot run: the model has no layer %s%s; layers: %s; assay layers lists all"
              .formatted(
                  String.join(", ", missing),
                  Spelling.hint(missing.get(0), known),
                  known.subList(0, Math.min(MOST_LAYERS, known.size())));
      add(ErrorCode.MODEL_LAYER, key, text);
    }
  }

  private void global(GlobalSpec asked) {
    GlobalMethod method = asked.create();
    String key = "global." + asked.key();
    int rows = (int) Math.min(facts.rows(), method.rows());
    long values = (long) rows * input.width();
    if (values > MOST_KEPT_VALUES) {
      String text =
          "keeps %,d rows of %,d values, more than the %,d values that fit; lower rows to %,d"
              .formatted(rows, input.width(), MOST_KEPT_VALUES, MOST_KEPT_VALUES / input.width());
      add(ErrorCode.SPEC_INVALID, key, text);
      return;
    }
    int slots = spec.target().kind() == TargetSpec.Kind.ALL ? Math.max(1, outputs.size()) : 1;
    try {
      GlobalShape shape =
          new GlobalShape(rows, slots, input.columns(), input.groups(), facts.references());
      method.calls(shape);
      method.check(facts.model().isKnown() ? facts.model().unit() : spec.model().outputs().unit());
    } catch (IllegalArgumentException | ArithmeticException refused) {
      add(ErrorCode.SPEC_INVALID, key, "cannot run: " + refused.getMessage());
    }
  }

  private String lacking(Class<? extends BlackBox> ability) {
    List<String> abilities = facts.model().abilities();
    if (!TreeEnsemble.class.isAssignableFrom(ability)) {
      return "needs a model that is %s; this one is %s"
          .formatted(ability.getSimpleName(), abilities);
    }
    return abilities.contains(TreeEnsemble.class.getSimpleName())
        ? "explains margins, which trees add up to; set model.outputs.unit: logit, or take"
            + " interventional-tree-shap"
        : "needs a model of trees: of engine xgboost or lightgbm, or trees in a file of onnx or"
            + " spark-ml; take shap, which explains any model";
  }

  private void columns(AttributionMethod<?> method, String key) {
    FeatureGroups groups = input.groups();
    try {
      List<String> columns = method.columns(groups, facts.model().layers());
      if (input.isWide(spec.output().layout(), columns.size()) && !columns.equals(groups.names())) {
        OutputColumns.clashes(columns, spec.input().keep())
            .forEach(text -> add(ErrorCode.COLUMN_INVALID, key, text));
      }
    } catch (AssayException e) {
      add(e.code(), key, "cannot run: " + e.getMessage());
    }
  }

  private void add(ErrorCode code, String key, String text) {
    problems.add(new Problem(code, key, "", text));
  }
}
