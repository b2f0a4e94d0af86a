package io.assay.global.loss;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.attribution.Setting;
import io.assay.baseline.ReplacementMasker;
import io.assay.global.Estimate;
import io.assay.global.GlobalInfo;
import io.assay.global.GlobalMethod;
import io.assay.global.GlobalRecord;
import io.assay.global.GlobalRequest;
import io.assay.global.GlobalResult;
import io.assay.global.GlobalShape;
import io.assay.global.Ranges;
import io.assay.global.RowScores;
import io.assay.model.BlackBox;
import io.assay.model.ModelSignature.Unit;
import io.assay.tensor.TensorBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * By how much each feature lowers the model's loss: Shapley values of its predictive power.
 *
 * <pre>
 *   v(S)  = -mean_i L(y_i, sum_b w_b f(x_iS, b_rest))
 *   phi_j = sum_S |S|! (d - |S| - 1)! / d! (v(S + j) - v(S))
 * </pre>
 *
 * <p>Source: Covert, Lundberg and Lee (2020), Understanding Global Feature Contributions With
 * Additive Importance Measures, arXiv 2004.00668, equations 3 to 6 and algorithm 1; without labels
 * the model is held against its own answers (section 3.3 there: Shapley effects). We depart from
 * it: absent features take the values of the job's whole baseline, not of a sample of it; each row
 * has orders of its own, each with its reverse, so that the values of rows are independent and
 * their spread is the standard error, of rows and orders together.
 *
 * <p>Cost of a row: 1 forward call and 2 orders (players - 1) references, or (2^players - 2)
 * references where that is no more; then the row's values are exact. Memory: answers of 8 MiB.
 *
 * <p>Guarantees: values add up to the loss where nothing is known less the loss where all is known,
 * exactly in each row; without bias for the given baseline; a feature that the model does not read
 * has 0. Values are in units of the loss, and one under 0 says that the model would do better
 * without the feature. The classes of a classifier stand together, as the target {@code all}; of a
 * regression each explained output has values of its own.
 */
public final class Sage implements GlobalMethod {
  /** What the model's answers are held against. */
  public enum Against {
    /** Labels where rows have any that say what is true, else the model's own answers. */
    AUTO,
    /** Labels. */
    LABEL,
    /** The model's answers when it is told all. */
    MODEL
  }

  /** How wrong an answer is. */
  public enum Measure {
    /** Cross-entropy of classes, squared error of numbers. */
    AUTO,
    /** {@link Loss#CROSS_ENTROPY}. */
    CROSS_ENTROPY,
    /** {@link Loss#SQUARED_ERROR}. */
    SQUARED_ERROR,
    /** {@link Loss#ZERO_ONE}. */
    ZERO_ONE
  }

  /**
   * What is measured, and how precisely.
   *
   * @param against what the model is held against
   * @param loss how wrong an answer is
   * @param orders of a row's features, each with its reverse, 1 to 10,000
   * @param rows of the input at most, 2 to 1,000,000
   */
  public record Options(
      @Setting(
              meaning =
                  "What answers are held against: labels, or what the model says when told all;"
                      + " auto takes labels where the job names their column.",
              standard = "auto",
              allowed = "auto, label, model")
          Against against,
      @Setting(
              meaning = "How wrong an answer is: nats of classes, squares of numbers.",
              standard = "auto",
              allowed = "auto, cross-entropy, squared-error, zero-one")
          Measure loss,
      @Setting(
              meaning = "Orders in which a row's features become known, each with its reverse.",
              standard = "1",
              allowed = "1 to 10000",
              unit = "orders")
          int orders,
      @Setting(
              meaning = "Rows at most, drawn by their ids; all if there are no more.",
              standard = "2000",
              allowed = "2 to 1000000",
              unit = "rows")
          int rows) {
    /** Checks the ranges. */
    public Options {
      Ranges.check(KEY, "orders", orders, 1, 10_000);
      Ranges.check(KEY, "rows", rows, 2, 1_000_000);
    }

    /** Returns the defaults. */
    public static Options standard() {
      return new Options(Against.AUTO, Measure.AUTO, 1, 2000);
    }
  }

  private static final String KEY = "sage";

  /** What the method is. */
  public static final GlobalInfo INFO =
      new GlobalInfo(
          KEY,
          "SAGE",
          "By how much each feature lowers the model's loss, as Shapley values, with intervals.",
          GlobalInfo.Labels.TAKEN,
          "rows x (1 + 2 x orders x (features - 1) x references)",
          "Covert, Lundberg, Lee (2020), Understanding Global Feature Contributions With Additive"
              + " Importance Measures, arXiv 2004.00668");

  private final Options options;

  /** Creates the method. */
  public Sage(Options options) {
    this.options = options;
  }

  @Override
  public GlobalInfo info() {
    return INFO;
  }

  @Override
  public GlobalInfo.Labels labels() {
    return switch (options.against()) {
      case AUTO -> GlobalInfo.Labels.TAKEN;
      case LABEL -> GlobalInfo.Labels.NEEDED;
      case MODEL -> GlobalInfo.Labels.UNUSED;
    };
  }

  @Override
  public int rows() {
    return options.rows();
  }

  @Override
  public long calls(GlobalShape shape) {
    long coalitions = LossShapley.coalitions(shape.groups().size(), options.orders());
    long row = 1 + Math.multiplyExact(coalitions, shape.references());
    return shape.references() + Math.multiplyExact(shape.rows(), row);
  }

  @Override
  public GlobalResult ask(BlackBox model, GlobalRequest request) {
    LossShapley shapley =
        new LossShapley(model, loss(model.signature().unit()), options.orders(), request.seed());
    Answers answers = new Answers(model.signature());
    int[] rows = options.against() == Against.MODEL ? new int[0] : labelled(answers, request);
    List<Aspect> aspects = Aspect.of(model.signature(), request.target(), request.targets());
    if (rows.length == 0) {
      ReplacementMasker masker = masker(request, request.batch());
      List<RowLosses> losses = shapley.againstItself(request.batch(), masker, aspects);
      return result(losses, request, "against the model's own answers");
    }
    TensorBatch batch = request.batch().select(rows);
    List<double[]> truths =
        IntStream.of(rows)
            .mapToObj(row -> answers.truth(request.labels().get(row)).orElseThrow())
            .toList();
    List<Aspect> selected = aspects.stream().map(aspect -> aspect.select(rows)).toList();
    return result(
        shapley.against(batch, masker(request, batch), selected, truths),
        request,
        "against labels");
  }

  @Override
  public void check(Unit unit) {
    boolean isOfClasses =
        options.loss() == Measure.CROSS_ENTROPY || options.loss() == Measure.ZERO_ONE;
    if (isOfClasses && unit == Unit.RAW) {
      throw new IllegalArgumentException(
          "sage.loss is %s, a loss of classes, and model.outputs.unit is raw; need squared-error"
              .formatted(options.loss().name().toLowerCase(Locale.ROOT).replace('_', '-')));
    }
  }

  private Loss loss(Unit unit) {
    check(unit);
    return switch (options.loss()) {
      case AUTO -> Loss.usual(unit);
      case CROSS_ENTROPY -> Loss.CROSS_ENTROPY;
      case SQUARED_ERROR -> Loss.SQUARED_ERROR;
      case ZERO_ONE -> Loss.ZERO_ONE;
    };
  }

  /** Returns the rows whose labels say something; there must be one if labels are asked for. */
  private int[] labelled(Answers answers, GlobalRequest request) {
    List<String> labels = request.labels();
    int[] rows =
        IntStream.range(0, labels.size())
            .filter(row -> answers.truth(labels.get(row)).isPresent())
            .toArray();
    if (rows.length == 0 && options.against() == Against.LABEL) {
      throw new AssayException(
          ErrorCode.SPEC_INVALID,
          "sage finds no row whose label says what is true; the first one is %s. A label is the"
              + " name or number of an output; where there is one output, 1 is for it and 0 against"
              + " it; of a regression, with model.outputs.unit raw, a number. Name another column"
              + " as input.label, or set sage.against to model",
          labels.isEmpty() ? "not there" : labels.get(0));
    }
    return rows;
  }

  private static GlobalResult result(List<RowLosses> losses, GlobalRequest request, String what) {
    List<GlobalRecord> records = new ArrayList<>();
    for (RowLosses each : losses) {
      int[] finite = IntStream.range(0, each.rows()).filter(each::isFinite).toArray();
      if (finite.length > 0) {
        addRecords(records, each, finite, request, what);
      }
    }
    return new GlobalResult(records, losses.get(0).calls());
  }

  private static void addRecords(
      List<GlobalRecord> records,
      RowLosses losses,
      int[] finite,
      GlobalRequest request,
      String what) {
    int players = losses.players();
    double[] values = new double[finite.length * players];
    for (int at = 0; at < values.length; at++) {
      values[at] = losses.reduction(finite[at / players], at % players);
    }
    double[] full = IntStream.of(finite).mapToDouble(losses::full).toArray();
    double[] empty = IntStream.of(finite).mapToDouble(losses::empty).toArray();
    records.add(whole(losses.target(), "loss, all known", full, request));
    records.add(whole(losses.target(), "loss, nothing known", empty, request));
    new RowScores(values, finite.length, request.confidence())
        .records(losses.target(), request.groups().names())
        .forEach(record -> records.add(record.labelled(what)));
  }

  /** Returns a record about all features together; its feature is empty. */
  private static GlobalRecord whole(
      String target, String what, double[] values, GlobalRequest request) {
    Estimate mean = Estimate.ofMean(values, request.confidence());
    return GlobalRecord.score(target, "", mean, null, values.length).labelled(what);
  }

  private static ReplacementMasker masker(GlobalRequest request, TensorBatch batch) {
    return new ReplacementMasker(batch.input(), request.baseline(), request.groups());
  }
}
