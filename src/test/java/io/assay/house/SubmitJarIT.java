package io.assay.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

class SubmitJarIT {
  @Test
  void theJarHoldsWhatAClusterLacksAndNothingThatItHas() throws IOException {
    List<String> names;
    try (ZipFile jar = new ZipFile(Repository.ROOT.resolve("target/assay.jar").toFile())) {
      names = jar.stream().map(ZipEntry::getName).toList();
    }

    assertThat(names)
        .contains(
            "io/assay/spark/cli/Assay.class",
            "ai/djl/Model.class",
            "picocli/CommandLine.class",
            "org/snakeyaml/engine/v2/api/Load.class",
            "com/samskivert/mustache/Mustache.class");
    assertThat(names.stream().filter(SubmitJarIT::isAStranger)).isEmpty();
  }

  /** Whether a file is a cluster's own, a signature of a jar taken apart, or libtorch's. */
  private static boolean isAStranger(String name) {
    return name.startsWith("org/apache/")
        || name.startsWith("scala/")
        || name.startsWith("com/google/gson/")
        || name.startsWith("org/slf4j/")
        || name.endsWith(".SF")
        || (name.endsWith(".so") && !name.startsWith("com/sun/jna/"));
  }
}
