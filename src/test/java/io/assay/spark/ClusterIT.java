package io.assay.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.spark.cluster.Cluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real spark-submit of the jar that was built, to a standalone master with two workers in JVMs of
 * their own, by the scripts that we ship.
 */
@ExtendWith(SharedSpark.class)
class ClusterIT {
  @TempDir private static Path home;
  private static Cluster cluster;

  @BeforeAll
  static void startCluster() throws IOException, InterruptedException {
    cluster = Cluster.start(home, Map.of("MEMORY", "1g"));
  }

  @AfterAll
  static void stopCluster() throws IOException, InterruptedException {
    cluster.stop();
  }

  @Test
  void twoExecutorsGiveTheTablesOfOneJvm(SparkSession spark, @TempDir Path local, @TempDir Path far)
      throws Exception {
    String job = Cli.BREAST_CANCER.resolve("job.yaml").toString();
    List<String> methods =
        List.of("integrated-gradients", "gp-shap", "saliency", "input-x-gradient");

    Cli.Result here = Cli.run(Path.of(job), "--set", "output.path=" + local.resolve("out"));
    String said =
        cluster.run(
            Map.of("MASTER", Cluster.MASTER, "SPARK_LOCAL_IP", "127.0.0.1"),
            "jobs/breast-cancer/submit.sh",
            "--conf",
            "spark.driver.host=127.0.0.1",
            "--executor-memory",
            "900m",
            "--",
            "--run-id",
            "r",
            "--set",
            "output.path=" + far.resolve("out"));

    assertThat(here.err()).isEmpty();
    assertThat(said).contains("569 rows = 569 explained");
    assertThat(new Tables(spark, far).digest(methods))
        .isEqualTo(new Tables(spark, local).digest(methods));
    assertThat(cluster.logs("work1")).isNotEmpty();
    assertThat(cluster.logs("work2")).isNotEmpty();
  }
}
