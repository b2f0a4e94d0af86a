package io.assay.job;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.GroupPair;
import io.assay.baseline.FeatureGroups;
import io.assay.global.GlobalMethod;
import io.assay.global.GlobalShape;
import io.assay.job.global.GlobalSpec;
import io.assay.job.importance.BackgroundErrorSpec;
import io.assay.job.input.MaskingSpec;
import io.assay.model.BlackBox;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run will do. The same job and facts give the same plan, on the driver and on executors.
 *
 * @param spec the job
 * @param input how columns become the model's input
 * @param rows rows of the input
 * @param shards units of work, at least 1
 * @param outputs names of the model's outputs: the job's, or else the model's own
 * @param targets the name of each slot: an output's, or {@code predicted} or {@code label} where
 *     rows differ in their output
 * @param methods the methods, in the job's order
 */
public record RunPlan(
    JobSpec spec,
    InputPlan input,
    long rows,
    int shards,
    List<String> outputs,
    List<String> targets,
    List<PlannedMethod> methods) {
  /** Row id, target, score, baseline score, gap and calls, about. */
  private static final long FIXED_BYTES_A_ROW = 64;

  /**
   * A method of the plan.
   *
   * @param key its key in the catalogue
   * @param method the method, made with its options
   * @param calls the most it asks of the model for one row
   * @param columns what the values of a row belong to, in their order
   */
  public record PlannedMethod(
      String key, AttributionMethod<?> method, CallsPerRow calls, List<String> columns) {
    /** Copies the list. */
    public PlannedMethod {
      columns = List.copyOf(columns);
    }

    /** Returns all calls for one row. */
    public long callsPerRow() {
      return Math.addExact(calls.forward(), calls.gradient());
    }
  }

  /**
   * A global method of the plan.
   *
   * @param key its key in the catalogue
   * @param method the method, made with its options
   */
  public record PlannedGlobal(String key, GlobalMethod method) {}

  /** Copies the lists. */
  public RunPlan {
    outputs = List.copyOf(outputs);
    targets = List.copyOf(targets);
    methods = List.copyOf(methods);
  }

  /** Returns how many values a row's input has. */
  public int inputWidth() {
    return input.width();
  }

  /** Returns which positions are attributed together. */
  public FeatureGroups groups() {
    return input.groups();
  }

  /** Returns how many scalars of a row are explained. */
  public int slots() {
    return targets.size();
  }

  /** Returns whether all rows explain the same outputs. */
  public boolean hasOneTargetForAll() {
    return switch (spec.target().kind()) {
      case PREDICTED, LABEL -> false;
      case CLASS, COLUMN, ALL -> true;
    };
  }

  /** Returns the global methods, in the job's order. */
  public List<PlannedGlobal> globals() {
    List<PlannedGlobal> globals = new ArrayList<>();
    for (GlobalSpec each : spec.global()) {
      globals.add(new PlannedGlobal(each.key(), each.create()));
    }
    return globals;
  }

  /** Returns how many rows are kept for the global methods; 0 if there are none. */
  public int keptRows() {
    return globals().stream().mapToInt(each -> each.method().rows()).max().orElse(0);
  }

  /** Returns whether rows are kept with their labels. */
  public boolean keepsLabels() {
    return spec.keepsLabels();
  }

  /** Returns what the global methods will be given, if there are enough rows. */
  public GlobalShape globalShape(GlobalMethod method, int references) {
    int given = (int) Math.min(rows, method.rows());
    return new GlobalShape(given, slots(), input.columns(), groups(), references);
  }

  /** Returns the methods alone, in order. */
  public List<AttributionMethod<?>> attributionMethods() {
    return methods.stream().<AttributionMethod<?>>map(PlannedMethod::method).toList();
  }

  /** Returns whether a method's attributions are columns of their table, and not one list. */
  public boolean isWide(PlannedMethod method) {
    return input.isWide(spec.output().layout(), method.columns().size());
  }

  /** Returns this plan with some of its methods alone. */
  public RunPlan only(List<PlannedMethod> some) {
    return new RunPlan(spec, input, rows, shards, outputs, targets, some);
  }

  /**
   * Returns whether a method attributes to the groups of the input, and not to something inside.
   */
  public boolean attributesInput(PlannedMethod method) {
    return method.columns().equals(groups().names());
  }

  /** Returns whether a method's values of a row are shown as a picture, or as coloured tokens. */
  public boolean isPictured(PlannedMethod method) {
    return input.kind() != InputPlan.Kind.TABLE && attributesInput(method);
  }

  /** Returns rows and columns of the cells of images that are counted in the importance table. */
  public List<Integer> cells() {
    return ContentPlan.cells(spec.input().image().orElseThrow());
  }

  /**
   * Returns whether a method is given the groups of each row, where rows have groups of their own:
   * one that takes groups as players.
   */
  public boolean takesRowGroups(PlannedMethod method) {
    return method.method().hasPlayers(input.shape()) && attributesInput(method);
  }

  /** Returns whether a method takes tokens away behind the layer that gives each a vector. */
  public boolean isEmbedded(PlannedMethod method) {
    return spec.masking().kind() == MaskingSpec.Kind.EMBEDDING
        && method.method().info().ability() == BlackBox.class
        && attributesInput(method);
  }

  /** Returns the method of a key. */
  public PlannedMethod method(String key) {
    return methods.stream().filter(each -> each.key().equals(key)).findFirst().orElseThrow();
  }

  /** Returns how the columns of the method of a key become features of the importance table. */
  public ColumnFold fold(String key) {
    return fold(method(key));
  }

  /** Returns how a method's columns become features of the importance table. */
  public ColumnFold fold(PlannedMethod method) {
    return attributesInput(method)
        ? input.fold()
        : ColumnFold.identity(method.columns(), members(method));
  }

  /** Returns the pairs of groups that the last of a method's columns belong to. */
  public List<GroupPair> pairs(PlannedMethod method) {
    return method.method().pairs(groups());
  }

  /** Of a pair its two groups, of another column the column itself. */
  private List<List<String>> members(PlannedMethod method) {
    List<GroupPair> pairs = pairs(method);
    int singles = method.columns().size() - pairs.size();
    List<List<String>> members = new ArrayList<>();
    boolean areFeatures = input.fold().names().equals(method.columns().subList(0, singles));
    for (int column = 0; column < singles; column++) {
      members.add(
          areFeatures ? input.fold().members().get(column) : List.of(method.columns().get(column)));
    }
    pairs.forEach(pair -> members.add(pair.names(groups().names())));
    return members;
  }

  /** Returns the most model calls of a row, the forward call that finds its prediction included. */
  public long callsPerRow() {
    long calls = spec.target().kind() == TargetSpec.Kind.PREDICTED ? 1 : 0;
    for (PlannedMethod method : methods) {
      calls = Math.addExact(calls, method.callsPerRow());
    }
    return calls;
  }

  /** Returns the most model calls of the run, calls shared by a batch aside. */
  public long totalCalls() {
    return Math.multiplyExact(rows, callsPerRow());
  }

  /**
   * Returns the most model calls, about, of explaining rows again without each fold of the
   * background; 0 if that is not asked for.
   */
  public long backgroundCalls() {
    BackgroundErrorSpec again = spec.importance().backgroundError();
    long calls = 0;
    for (PlannedMethod method : methods) {
      calls += method.method().info().usesBaseline() ? method.callsPerRow() : 0;
    }
    return Math.multiplyExact(Math.min(rows, again.rows()) * again.folds(), calls);
  }

  /** Returns the most memory that a task takes in one of the methods, about, in bytes. */
  public long heldBytes() {
    return methods.stream()
        .mapToLong(
            method ->
                method.method().heldBytes(input.shape(), Planner.players(method.method(), input)))
        .max()
        .orElse(0);
  }

  /** Returns the size of the attribution tables before compression, about, in bytes. */
  public long estimatedBytes() {
    return Math.multiplyExact(rows, tableBytesARow());
  }

  /** Returns what a row takes in the attribution tables before compression, about, in bytes. */
  public long tableBytesARow() {
    long bytes = 0;
    for (PlannedMethod method : methods) {
      long values = (long) method.columns().size() * (method.method().info().isSampled() ? 2 : 1);
      bytes += FIXED_BYTES_A_ROW + Float.BYTES * values;
    }
    return Math.multiplyExact(slots(), bytes);
  }
}
