package io.assay.job;

import static io.assay.ErrorCode.SPEC_INVALID;
import static java.util.function.Predicate.not;

import io.assay.AssayException;
import io.assay.attribution.Setting;
import io.assay.job.global.GlobalSpec;
import io.assay.job.importance.ImportanceSpec;
import io.assay.job.input.MaskingSpec;
import io.assay.job.input.PoweredSpec;
import io.assay.job.slices.DifferencesSpec;
import io.assay.job.slices.SliceSpec;
import io.assay.model.ModelSignature;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A job file, with defaults filled in. */
public record JobSpec(
    @Setting(
            meaning = "The job's name; run ids begin with it.",
            allowed = "letters, digits, - and _")
        String name,
    @Setting(meaning = "The seed of everything random.", standard = "0", allowed = "any long")
        long seed,
    @Setting(meaning = "The rows to explain.") InputSpec input,
    @Setting(meaning = "The model to explain.") ModelSpec model,
    @Setting(
            meaning = "Which output is explained.",
            standard = "predicted",
            allowed = "predicted, label, all, {class: a name}, {column: a number from 0}")
        TargetSpec target,
    @Setting(meaning = "What \"feature absent\" means; a bare kind for short.", standard = "{}")
        BaselineSpec baseline,
    @Setting(
            meaning =
                "What methods that take features away put in their place; a bare kind for short.",
            standard = "{}")
        MaskingSpec masking,
    @Setting(
            meaning = "Features attributed together, by the group's name; a group is one player.",
            standard = "{}",
            allowed = "name: [features]; no feature in two groups")
        Map<String, List<String>> groups,
    @Setting(
            meaning =
                "The methods, each a key or a key with options. A job that names none takes shap,"
                    + " which is gp-shap: any model bears it.",
            standard = "[shap]",
            allowed = "see assay methods")
        List<MethodSpec> methods,
    @Setting(
            meaning =
                "What is asked of the model as a whole, beside the methods: each a key or a key"
                    + " with options. Needs a table.",
            standard = "[]",
            allowed = "see assay methods")
        List<GlobalSpec> global,
    @Setting(
            meaning =
                "Segments that get importance tables of their own, beside all rows: columns, each"
                    + " value of which is a slice; Spark SQL conditions; {bins: {column: age,"
                    + " count: 5}}, ranges of about as many rows each, or {bins: {column: age,"
                    + " edges: [40, 65]}}; {cross: [one of these, another]}, every slice of one"
                    + " with every slice of the other.",
            standard = "[]",
            allowed = "up to 1000 slices")
        List<SliceSpec> slices,
    @Setting(meaning = "How slices are compared.", standard = "{}") DifferencesSpec differences,
    @Setting(meaning = "The width of intervals.", standard = "0.95", allowed = "0.5 to 0.9999")
        double confidence,
    @Setting(meaning = "What importance tables are to say, and how surely.", standard = "{}")
        ImportanceSpec importance,
    @Setting(meaning = "How the work is cut and when it stops.", standard = "{}")
        ExecutionSpec execution,
    @Setting(meaning = "Where the tables go.") OutputSpec output) {
  /** Copies the collections. */
  public JobSpec {
    groups = Copies.of(groups);
    methods = List.copyOf(methods);
    global = List.copyOf(global);
    slices = List.copyOf(slices);
  }

  /**
   * Returns this job with the paths of input, model and reference set resolved against the folder
   * of the job file. Absolute paths, paths with a scheme and names of tables stay as they are.
   *
   * @param folder the folder, without a slash at its end
   */
  public JobSpec resolvedAgainst(String folder) {
    boolean isTable = input.format() == InputSpec.Format.TABLE;
    UnaryOperator<String> absolute = path -> JobPaths.resolve(folder, path);
    UnaryOperator<String> data = isTable ? UnaryOperator.identity() : absolute;
    return new JobSpec(
        name,
        seed,
        input.withPath(data.apply(input.path())).withFiles(absolute),
        model.withFiles(absolute),
        target,
        baseline.path().map(path -> baseline.withPath(data.apply(path))).orElse(baseline),
        masking,
        groups,
        methods,
        global,
        slices,
        differences,
        confidence,
        importance,
        execution,
        output);
  }

  /** Returns whether the model is shown missing values, in place of rejecting their rows. */
  public boolean keepsMissing() {
    return switch (input.missing()) {
      case AUTO -> model.engine().takesMissing();
      case REJECT -> false;
      case KEEP -> true;
    };
  }

  /** Returns whether rows are kept with their labels for the global methods. */
  public boolean keepsLabels() {
    return input.label().isPresent() && global.stream().anyMatch(GlobalSpec::takesLabels);
  }

  /**
   * Returns whether this job asks of a row what another one asks, so that their sums can be added
   * up. Models are compared by their digests elsewhere.
   */
  public boolean asksAs(JobSpec other) {
    return seed == other.seed
        && input.atAnyTime().equals(other.input.atAnyTime())
        && model.engine() == other.model.engine()
        && model.outputs().equals(other.model.outputs())
        && target.equals(other.target)
        && baseline.equals(other.baseline)
        && masking.equals(other.masking)
        && groups.equals(other.groups)
        && methods.equals(other.methods)
        && global.equals(other.global)
        && slices.equals(other.slices)
        && differences.search().equals(other.differences.search())
        && importance.sumsAs(other.importance);
  }

  /** Returns this job for one model file alone. */
  public JobSpec withModelDigest(String sha256) {
    return withModel(model.withSha256(sha256));
  }

  /** Returns this job on a snapshot of its input's table. */
  public JobSpec withSnapshot(long id) {
    return with(input.withSnapshot(id), model, target, methods, global);
  }

  /** Returns this job with calls of the model of so many rows. */
  public JobSpec withCallRows(int rows) {
    return withModel(model.withCallRows(rows));
  }

  /**
   * Returns this job with the model's outputs named as a file names them.
   *
   * @param lines of the file {@code model.outputs.names-file}; empty ones are left out
   * @throws io.assay.AssayException SPEC_INVALID if there is none, or one comes twice
   */
  public JobSpec withOutputNames(List<String> lines) {
    List<String> names = lines.stream().map(String::strip).filter(not(String::isEmpty)).toList();
    String file = model.outputs().namesFile().orElse("");
    if (names.isEmpty()) {
      throw new AssayException(
          SPEC_INVALID,
          "model.outputs.names-file is %s, which has no line; need a name a line",
          file);
    }
    Set<String> seen = new HashSet<>();
    for (String each : names) {
      if (!seen.add(each)) {
        throw new AssayException(
            SPEC_INVALID,
            "model.outputs.names-file is %s, which names %s twice; give every output a name of its"
                + " own",
            file,
            each);
      }
    }
    return withModel(model.withNames(names));
  }

  /**
   * Returns the job that explains the surrogate of this one's model on all rows, if it has one: by
   * one method, for one output.
   */
  public Optional<JobSpec> surrogate() {
    return input.rows().poweredBy().map(this::surrogate);
  }

  private JobSpec surrogate(PoweredSpec trees) {
    ModelSpec.OutputsSpec margins =
        new ModelSpec.OutputsSpec(
            ModelSignature.Unit.RAW, List.of(), Optional.empty(), Optional.empty());
    ModelSpec.Engine engine = ModelSpec.Engine.valueOf(trees.engine().name());
    return with(
        input.ofAllRows(keepsMissing() ? InputSpec.Missing.KEEP : InputSpec.Missing.REJECT),
        new ModelSpec(
            engine, trees.path(), trees.sha256(), margins, ModelSpec.Device.CPU, Optional.empty()),
        TargetSpec.ofColumn(trees.output()),
        List.of(JobForms.standard(trees.methodKey())),
        List.of());
  }

  private JobSpec withModel(ModelSpec changed) {
    return with(input, changed, target, methods, global);
  }

  private JobSpec with(
      InputSpec rows,
      ModelSpec changed,
      TargetSpec explained,
      List<MethodSpec> by,
      List<GlobalSpec> asked) {
    return new JobSpec(
        name,
        seed,
        rows,
        changed,
        explained,
        baseline,
        masking,
        groups,
        by,
        asked,
        slices,
        differences,
        confidence,
        importance,
        execution,
        output);
  }
}
