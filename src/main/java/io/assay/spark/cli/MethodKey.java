package io.assay.spark.cli;

import io.assay.attribution.catalog.MethodCatalog;
import io.assay.global.catalog.GlobalCatalog;
import picocli.CommandLine.ITypeConverter;

/**
 * Reads the name of a method as the key under which tables have it. A name that no catalogue has
 * stays as it is: a run of another version may know it.
 */
final class MethodKey implements ITypeConverter<String> {
  @Override
  public String convert(String name) {
    return MethodCatalog.find(name)
        .map(entry -> entry.info().key())
        .or(() -> GlobalCatalog.find(name).map(entry -> entry.info().key()))
        .orElse(name);
  }
}
