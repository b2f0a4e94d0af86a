package io.assay.house;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A room of the house: what it is called, and what it may import.
 *
 * @param name the package under {@code io.assay}
 * @param imports the rooms that it may import
 * @param libraries the library packages that it may import beside the JDK
 */
record Room(String name, List<String> imports, List<String> libraries) {
  static final List<Room> ALL =
      List.of(
          room("tensor"),
          room("model", "tensor"),
          room("baseline", "tensor"),
          room("attribution", "tensor", "model", "baseline"),
          room("fidelity", "tensor", "model", "baseline", "attribution"),
          room("probe", "tensor", "model"),
          room("aggregate", "tensor", "attribution"),
          room("audit", "aggregate"),
          room("global", "tensor", "model", "baseline", "attribution", "aggregate"),
          room(
                  "job",
                  "tensor",
                  "model",
                  "baseline",
                  "attribution",
                  "fidelity",
                  "probe",
                  "audit",
                  "global")
              .with("org.snakeyaml.."),
          room("report", "aggregate", "audit", "job")
              .with(
                  "com.google.gson..",
                  "com.samskivert.mustache..",
                  "io.roastedroot.quickjs4j..",
                  "com.github.weisj.jsvg.."),
          room("table", "tensor", "baseline", "attribution", "aggregate", "audit", "global")
              .with("org.apache.arrow.."),
          room(
                  "run",
                  "tensor",
                  "model",
                  "baseline",
                  "attribution",
                  "fidelity",
                  "aggregate",
                  "global",
                  "job")
              .with("org.slf4j.."),
          // A native tokenizer answers as the pure ones do; engine sees no more of the table room.
          room("engine", "tensor", "model")
              .with(
                  "ai.djl..",
                  "ai.onnxruntime..",
                  "com.google.gson..",
                  "org.slf4j..",
                  "io.assay.table.text.."),
          room(
                  "spark",
                  "tensor",
                  "model",
                  "baseline",
                  "attribution",
                  "fidelity",
                  "probe",
                  "aggregate",
                  "audit",
                  "global",
                  "job",
                  "report",
                  "table",
                  "run",
                  "engine")
              .with(
                  "org.apache.spark..",
                  "org.apache.hadoop..",
                  "org.apache.parquet..",
                  "org.apache.arrow..",
                  "scala..",
                  "com.google.gson..",
                  "com.codahale.metrics..",
                  "com.samskivert.mustache..",
                  "com.sun.net.httpserver..",
                  "com.univocity.parsers..",
                  "org.slf4j..",
                  "picocli.."));

  /** The rooms that compute and do nothing else. */
  static final List<String> PURE =
      List.of(
          "tensor", "model", "baseline", "attribution", "fidelity", "aggregate", "audit", "global");

  /** Our own classes, without tests. */
  static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPath(Repository.ROOT.resolve("target/classes"));

  static Room room(String name, String... imports) {
    return new Room(name, List.of(imports), List.of());
  }

  static String packagesOf(String room) {
    return "io.assay." + room + "..";
  }

  /** Returns the packages of the pure core. */
  static String[] purePackages() {
    return PURE.stream().map(Room::packagesOf).toArray(String[]::new);
  }

  /** Returns every package that the room may use. */
  String[] mayUse() {
    List<String> packages = new ArrayList<>(List.of("java..", "javax..", "org.jspecify.."));
    packages.add("io.assay");
    packages.add(packagesOf(name));
    imports.forEach(room -> packages.add(packagesOf(room)));
    packages.addAll(libraries);
    return packages.toArray(String[]::new);
  }

  @Override
  public String toString() {
    return name;
  }

  private Room with(String... packages) {
    return new Room(name, imports, Arrays.asList(packages));
  }
}
