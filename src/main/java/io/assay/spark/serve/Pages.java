package io.assay.spark.serve;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.spark.history.FinishedRun;
import io.assay.spark.read.FileTree;
import io.assay.spark.serve.Html.Link;
import io.assay.spark.serve.Outputs.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What there is to see, and under which address.
 *
 * <pre>
 * /                                        outputs and their newest runs
 * /OUTPUT                                  all runs of an output, and features of the newest
 * /OUTPUT/history?feature=NAME             a feature over runs
 * /OUTPUT/run/RUN                          a run: where it comes from, its tables
 * /OUTPUT/run/RUN/report, .../manifest     its report, its manifest
 * /OUTPUT/run/RUN/table/TABLE[/PART...]    rows of a table
 * /OUTPUT/run/RUN/row/METHOD?id=ID         one row's attributions
 * </pre>
 */
final class Pages {
  private static final int NEWEST = 5;

  private final FileTree files;
  private final Html html = new Html();

  Pages(FileTree files) {
    this.files = files;
  }

  /** Answers a request. */
  Response answer(Request request) {
    List<String> names = request.names();
    if (names.isEmpty()) {
      return home();
    }
    if (names.equals(List.of("style.css"))) {
      return Response.styles(Html.resource("style.css"));
    }
    if (names.equals(List.of("icon.svg")) || names.equals(List.of("favicon.ico"))) {
      return Response.drawing(Html.resource("icon.svg"));
    }
    Optional<Output> output = Outputs.find(files, names.get(0));
    if (output.isEmpty()) {
      return missing();
    }
    if (names.size() == 1 || names.equals(List.of(names.get(0), "history"))) {
      HistoryPages pages = new HistoryPages(html, output.get(), runs(output.get()));
      return names.size() == 1 ? pages.output(request) : pages.history(request);
    }
    if (names.size() < 3 || !names.get(1).equals("run")) {
      return missing();
    }
    return FinishedRun.find(output.get().title(), files, output.get().path(), names.get(2))
        .map(run -> run(output.get(), run, names.subList(3, names.size()), request))
        .orElseGet(this::missing);
  }

  private List<FinishedRun> runs(Output output) {
    return Outputs.runs(files, output);
  }

  private Response run(Output output, FinishedRun run, List<String> rest, Request request) {
    RunPages pages = new RunPages(html, output, run);
    if (rest.isEmpty()) {
      return pages.run();
    }
    Optional<Response> found =
        switch (rest.get(0)) {
          case "report" -> file(run, rest, "report.html").map(Response::report);
          case "manifest" -> file(run, rest, "manifest.json").map(Response::json);
          case "table" -> pages.table(rest.subList(1, rest.size()), request);
          case "row" -> rest.size() == 2 ? pages.row(rest.get(1), request) : Optional.empty();
          default -> Optional.empty();
        };
    return found.orElseGet(this::missing);
  }

  private static Optional<byte[]> file(FinishedRun run, List<String> rest, String name) {
    return rest.size() == 1 ? run.file(name) : Optional.empty();
  }

  private Response missing() {
    return Response.page(
        404,
        html.page(
            "problem",
            "Nothing here",
            List.of(),
            Map.of("words", "There is no such page, output, run or table in the folder.")));
  }

  /** Says that something went wrong, in the words of what is known. */
  Response problem(RuntimeException e) {
    boolean isMissing = e instanceof AssayException known && known.code() == ErrorCode.NOT_FOUND;
    return Response.page(
        isMissing ? 404 : 500,
        html.page(
            "problem",
            isMissing ? "Nothing here" : "This cannot be shown",
            List.of(),
            Map.of(
                "words",
                isMissing ? String.valueOf(e.getMessage()) : "The server's log says more.")));
  }

  private Response home() {
    List<Map<String, Object>> outputs = new ArrayList<>();
    for (Output output : Outputs.of(files)) {
      List<FinishedRun> runs = runs(output);
      List<FinishedRun> newest = runs.subList(Math.max(0, runs.size() - NEWEST), runs.size());
      outputs.add(
          Map.of(
              "name", output.title(),
              "href", address(output),
              "count", Shown.count(runs.size()) + (runs.size() == 1 ? " run" : " runs"),
              "runs", lines(output, newest)));
    }
    return Response.page(
        html.page(
            "home", "Runs", List.of(), Map.of("outputs", outputs, "isEmpty", outputs.isEmpty())));
  }

  /** Returns what lists of runs show, those begun last first. */
  static List<Map<String, Object>> lines(Output output, List<FinishedRun> runs) {
    List<Map<String, Object>> lines = new ArrayList<>();
    for (int i = runs.size() - 1; i >= 0; i--) {
      FinishedRun run = runs.get(i);
      var manifest = run.manifest();
      lines.add(
          Map.of(
              "id", run.id(),
              "href", address(output, "run", run.id()),
              "report", address(output, "run", run.id(), "report"),
              "job", manifest.job(),
              "begun", Shown.minutes(manifest.startedAt()),
              "rows", Shown.count(manifest.counts().attributed()),
              "rejected", Shown.count(manifest.counts().rejected()),
              "methods",
                  String.join(", ", manifest.methods().stream().map(each -> each.key()).toList()),
              "model", Shown.shortened(manifest.model().sha256()).replaceAll("(.{12}).+", "$1…")));
    }
    return lines;
  }

  static String address(Output output, String... names) {
    StringBuilder address = new StringBuilder("/").append(Request.encoded(output.label()));
    for (String name : names) {
      address.append('/').append(Request.encoded(name));
    }
    return address.toString();
  }

  static Link link(Output output) {
    return new Link(output.title(), address(output));
  }
}
