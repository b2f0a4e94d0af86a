package io.assay.spark;

import io.assay.engine.ModelFiles;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Which code made a run's numbers. */
public final class BuildVersions {
  private BuildVersions() {}

  /** Returns versions by what they are of. */
  public static Map<String, String> all() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("assay", of(BuildVersions.class));
    versions.put("spark", org.apache.spark.package$.MODULE$.SPARK_VERSION());
    versions.putAll(ModelFiles.engineVersions());
    versions.put("java", Runtime.version().toString());
    return versions;
  }

  private static String of(Class<?> type) {
    return Optional.ofNullable(type.getPackage().getImplementationVersion()).orElse("unpackaged");
  }
}
