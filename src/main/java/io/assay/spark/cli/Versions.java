package io.assay.spark.cli;

import io.assay.spark.BuildVersions;
import picocli.CommandLine.IVersionProvider;

/** What {@code assay --version} prints. */
final class Versions implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return BuildVersions.all().entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .toArray(String[]::new);
  }
}
