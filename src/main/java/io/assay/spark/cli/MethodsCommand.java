package io.assay.spark.cli;

import io.assay.attribution.MethodInfo;
import io.assay.attribution.Setting;
import io.assay.attribution.catalog.MethodCatalog;
import io.assay.attribution.catalog.MethodEntry;
import io.assay.global.GlobalInfo;
import io.assay.global.catalog.GlobalCatalog;
import io.assay.global.catalog.GlobalEntry;
import java.io.PrintWriter;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code assay methods}: the shelf. */
@Command(
    name = "methods",
    description = "Lists the methods: what each needs of a model, its options, cost and source.",
    mixinStandardHelpOptions = true)
final class MethodsCommand implements Runnable {
  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Parameters(arity = "0..1", paramLabel = "METHOD", description = "Only this method.")
  private String only = "";

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    if (!only.isEmpty()
        && MethodCatalog.find(only).isEmpty()
        && GlobalCatalog.find(only).isEmpty()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "there is no method " + only + "; there are " + keys());
    }
    MethodCatalog.entries().stream()
        .filter(entry -> only.isEmpty() || entry.answersTo(only))
        .forEach(entry -> print(entry, out));
    GlobalCatalog.entries().stream()
        .filter(entry -> only.isEmpty() || entry.answersTo(only))
        .forEach(entry -> print(entry, out));
  }

  private static String keys() {
    return Stream.concat(
            MethodCatalog.entries().stream().map(entry -> entry.info().key()),
            GlobalCatalog.entries().stream().map(entry -> entry.info().key()))
        .collect(Collectors.joining(", "));
  }

  private static void print(GlobalEntry<?> entry, PrintWriter out) {
    GlobalInfo info = entry.info();
    List<String> names = new ArrayList<>(List.of(info.key()));
    names.addAll(entry.aliases());
    out.println(String.join(", also ", names));
    out.println("  " + info.summary());
    out.println("  global   asks about all rows together: goes under global in a job file");
    out.println("  labels   " + lower(info.labels()));
    out.println("  cost     " + info.cost() + " forward");
    out.println("  source   " + info.source());
    printOptions(entry.optionsType(), out);
    out.println();
  }

  private static void print(MethodEntry<?> entry, PrintWriter out) {
    MethodInfo<?> info = entry.info();
    out.println(String.join(", also ", names(entry)));
    out.println("  " + info.summary());
    out.println("  needs    " + info.ability().getSimpleName());
    out.println("  adds up  " + lower(info.completeness()));
    out.println("  cost     " + info.cost());
    out.println("  source   " + info.source());
    printOptions(entry.optionsType(), out);
    out.println();
  }

  private static void printOptions(Class<? extends Record> options, PrintWriter out) {
    for (RecordComponent component : options.getRecordComponents()) {
      Setting setting = component.getAnnotation(Setting.class);
      if (setting != null) {
        String allowed = setting.allowed().isEmpty() ? "" : " [" + setting.allowed() + "]";
        out.printf(
            "  option   %s: %s%s, default %s%n",
            kebab(component.getName()), setting.meaning(), allowed, setting.standard());
      }
    }
  }

  private static List<String> names(MethodEntry<?> entry) {
    return Stream.concat(Stream.of(entry.info().key()), entry.aliases().stream()).toList();
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String kebab(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }
}
