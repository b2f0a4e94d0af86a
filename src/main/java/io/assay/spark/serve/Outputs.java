package io.assay.spark.serve;

import io.assay.spark.history.FinishedRun;
import io.assay.spark.read.FileTree;
import io.assay.spark.read.FileTree.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The outputs in a folder: itself, or folders below it that hold {@code runs}. */
final class Outputs {
  private static final Logger LOG = LoggerFactory.getLogger(Outputs.class);
  private static final int DEEPEST = 3;
  private static final int MOST = 200;
  private static final int MOST_FOLDERS = 2_000;
  private static final String RUNS = "runs";

  private final FileTree files;
  private final List<Output> found = new ArrayList<>();
  private int visited;

  private Outputs(FileTree files) {
    this.files = files;
  }

  /**
   * An output.
   *
   * @param label its path below the folder that is served, with tildes for slashes; one alone for
   *     that folder itself
   * @param path the names from that folder down
   */
  record Output(String label, List<String> path) {
    static Output of(List<String> path) {
      return new Output(path.isEmpty() ? "~" : String.join("~", path), List.copyOf(path));
    }

    String title() {
      return path.isEmpty() ? "Runs" : String.join(" / ", path);
    }
  }

  /** Returns the outputs, by name. */
  static List<Output> of(FileTree files) {
    Outputs outputs = new Outputs(files);
    outputs.visit(List.of());
    return List.copyOf(outputs.found);
  }

  /** Returns the output of a label, if it is one of them. */
  static Optional<Output> find(FileTree files, String label) {
    return of(files).stream().filter(each -> each.label().equals(label)).findFirst();
  }

  private void visit(List<String> folder) {
    if (found.size() >= MOST || visited++ >= MOST_FOLDERS) {
      return;
    }
    List<Entry> entries = files.list(folder);
    if (entries.stream().anyMatch(each -> each.isFolder() && each.name().equals(RUNS))) {
      found.add(Output.of(folder));
      return;
    }
    for (Entry each : entries) {
      if (each.isFolder() && folder.size() < DEEPEST && !each.name().matches("[._].*")) {
        visit(each.path());
      }
    }
  }

  /**
   * Returns the finished runs of an output, those begun first first; none if there are none. A run
   * whose manifest is damaged does not hide the others: the log names it.
   */
  static List<FinishedRun> runs(FileTree files, Output output) {
    return FinishedRun.readable(
        output.title(),
        files,
        output.path(),
        broken -> LOG.warn("{}: a run is left out. {}", output.title(), broken.getMessage()));
  }
}
