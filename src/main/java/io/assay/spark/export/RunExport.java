package io.assay.spark.export;

import io.assay.spark.history.FinishedRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes a finished run in the format of another tool. */
public final class RunExport {
  /** The formats. */
  public enum Format {
    /** A CSV file a table. */
    CSV,
    /** Event files and projector files. */
    TENSORBOARD,
    /** The folders of a file store. */
    MLFLOW
  }

  /** What becomes of texts that a spreadsheet would take for formulas. */
  public enum Texts {
    /** They get an apostrophe in front. */
    MARKED,
    /** They stay. */
    RAW
  }

  private RunExport() {}

  /**
   * What was written.
   *
   * @param files the files, in order
   * @param notes what somebody should know who uses them
   */
  public record Done(List<Path> files, List<String> notes) {
    /** Copies the lists. */
    public Done {
      files = List.copyOf(files);
      notes = List.copyOf(notes);
    }
  }

  /**
   * Writes a run. Files of the same run are replaced, those of others stay.
   *
   * @param folder made if it is not there
   * @param texts of CSV files
   * @throws io.assay.AssayException OUTPUT_UNWRITABLE, or NOT_FOUND if a table cannot be read
   */
  public static Done write(FinishedRun run, Format format, Path folder, Texts texts) {
    OutFolder out = new OutFolder(folder);
    List<String> notes = new ArrayList<>();
    switch (format) {
      case CSV -> notes.addAll(csv(run, out, texts));
      case TENSORBOARD -> {
        new TensorBoardFolder(run, step(run), out).write();
        notes.add("scalars of the " + TensorBoardFolder.FEATURES + " most important features");
        notes.add(
            "projector: at most %,d rows and %,d values a method, by their ids"
                .formatted(TensorBoardFolder.PROJECTED, TensorBoardFolder.PROJECTED_VALUES));
      }
      case MLFLOW -> {
        new MlflowStore(run, step(run), out).write();
        notes.add("metrics of the " + TensorBoardFolder.FEATURES + " most important features");
      }
    }
    return new Done(out.written(), notes);
  }

  private static List<String> csv(FinishedRun run, OutFolder out, Texts texts) {
    CsvTables tables = new CsvTables(texts);
    tables.write(run, out);
    return tables.marked() == 0
        ? List.of()
        : List.of(
            tables.marked()
                + " texts that a spreadsheet would take for formulas got an apostrophe in front;"
                + " --raw leaves them as they are");
  }

  /** Returns the run's place among the finished runs of its output. */
  private static long step(FinishedRun run) {
    List<String> ids = FinishedRun.all(run.output()).stream().map(FinishedRun::id).toList();
    return Math.max(0, ids.indexOf(run.id()));
  }
}
