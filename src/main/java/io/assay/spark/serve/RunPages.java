package io.assay.spark.serve;

import io.assay.report.Manifest;
import io.assay.spark.history.FinishedRun;
import io.assay.spark.history.FinishedRun.Table;
import io.assay.spark.serve.Html.Link;
import io.assay.spark.serve.Outputs.Output;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A run: where it comes from, its tables and their rows. */
final class RunPages {
  private final Html html;
  private final Output output;
  private final FinishedRun run;

  RunPages(Html html, Output output, FinishedRun run) {
    this.html = html;
    this.output = output;
    this.run = run;
  }

  private Link link() {
    return new Link(run.id(), Pages.address(output, "run", run.id()));
  }

  /** Shows the run. */
  Response run() {
    Map<String, Object> content = new HashMap<>();
    boolean hasReport = run.file("report.html").isPresent();
    content.put(
        "report",
        hasReport ? List.of(Pages.address(output, "run", run.id(), "report")) : List.of());
    content.put("manifest", Pages.address(output, "run", run.id(), "manifest"));
    content.put("facts", facts(run.manifest()));
    content.put("tables", run.tables().stream().map(this::table).toList());
    content.put("job", run.manifest().resolvedJob());
    return Response.page(html.page("run", run.id(), List.of(Pages.link(output)), content));
  }

  private static List<Link> facts(Manifest manifest) {
    List<Link> facts = new ArrayList<>();
    facts.add(new Link("Job", manifest.job()));
    facts.add(new Link("Status", manifest.status()));
    facts.add(new Link("Begun", Shown.minutes(manifest.startedAt()) + " UTC"));
    facts.add(new Link("Ended", Shown.minutes(manifest.finishedAt()) + " UTC"));
    facts.add(
        new Link(
            "Rows",
            Shown.count(manifest.counts().attributed())
                + " explained, "
                + Shown.count(manifest.counts().rejected())
                + " rejected"));
    facts.add(new Link("Model", manifest.model().path()));
    facts.add(new Link("Model digest", manifest.model().sha256()));
    facts.add(new Link("Unit of scores", manifest.model().unit()));
    facts.add(new Link("Baseline", manifest.baseline().description()));
    facts.add(new Link("Input", manifest.input().path()));
    return facts;
  }

  private Map<String, Object> table(Table table) {
    List<String> names = new ArrayList<>(List.of("run", run.id(), "table", table.name()));
    names.addAll(table.partitions());
    long bytes = table.files().stream().mapToLong(file -> file.bytes()).sum();
    return Map.of(
        "name", name(table),
        "href", Pages.address(output, names.toArray(String[]::new)),
        "files", Shown.count(table.files().size()),
        "bytes", Shown.count(bytes));
  }

  private static String name(Table table) {
    List<String> names = new ArrayList<>(List.of(table.name()));
    names.addAll(table.partitions());
    return String.join(" / ", names);
  }

  /** Shows rows of a table; nothing if the run has no such table. */
  Optional<Response> table(List<String> names, Request request) {
    return run.tables().stream()
        .filter(table -> !names.isEmpty() && table.name().equals(names.get(0)))
        .filter(table -> table.partitions().equals(names.subList(1, names.size())))
        .findFirst()
        .map(table -> table(table, request));
  }

  private Response table(Table table, Request request) {
    TablePage page = TablePage.of(run, table, request);
    List<String> names = new ArrayList<>(List.of("run", run.id(), "table", table.name()));
    names.addAll(table.partitions());
    String here = Pages.address(output, names.toArray(String[]::new));
    String method = method(table);
    Map<String, Object> content = new HashMap<>();
    content.put("href", here);
    content.put("id", request.asked("id"));
    content.put("hasIds", page.hasIds());
    content.put("where", page.where());
    content.put("note", page.note());
    content.put("columns", page.columns());
    content.put("rows", page.rows().stream().map(row -> row(row, page.hasIds(), method)).toList());
    content.put("before", page.before().map(query -> here + "?" + query).stream().toList());
    content.put("after", page.after().map(query -> here + "?" + query).stream().toList());
    content.put("isEmpty", page.rows().isEmpty());
    return Response.page(
        html.page("table", name(table), List.of(Pages.link(output), link()), content));
  }

  private static String method(Table table) {
    return table.name().equals("attributions") && table.partitions().size() == 1
        ? table.partitions().get(0).replaceFirst("^method=", "")
        : "";
  }

  private Map<String, Object> row(List<String> cells, boolean hasIds, String method) {
    boolean isLink = hasIds && !method.isEmpty();
    return Map.of(
        "link",
        isLink
            ? List.of(
                new Link(
                    Shown.shortened(cells.get(0)),
                    Pages.address(output, "run", run.id(), "row", method)
                        + "?id="
                        + Request.encoded(cells.get(0))))
            : List.of(),
        "cells",
        cells.stream().skip(isLink ? 1 : 0).map(Shown::shortened).toList());
  }

  /** Shows one row's attributions by a method; nothing if there are none. */
  Optional<Response> row(String method, Request request) {
    return run.tables().stream()
        .filter(table -> method(table).equals(method) && !method.isEmpty())
        .findFirst()
        .map(table -> RowPage.of(run, table, request.asked("id")))
        .filter(targets -> !targets.isEmpty())
        .map(
            targets ->
                Response.page(
                    html.page(
                        "row",
                        "Row " + Shown.shortened(request.asked("id")),
                        List.of(Pages.link(output), link()),
                        Map.of("method", method, "targets", targets))));
  }
}
