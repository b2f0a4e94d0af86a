package io.assay.spark;

import io.assay.spark.device.GpuSettings;
import io.assay.spark.metrics.AssayPlugin;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the Spark session: the cluster's under spark-submit, an embedded one otherwise. */
public final class Sessions {
  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
  private static final String MASTER = "spark.master";

  private Sessions() {}

  /**
   * Works with a session: the one that is open in this program, or one that is opened for the work
   * and stopped after it.
   *
   * @param name shown in Spark's pages
   */
  public static <T> T with(String name, Function<SparkSession, T> work) {
    scala.Option<SparkSession> running = SparkSession.getDefaultSession();
    if (running.isDefined() && !running.get().sparkContext().isStopped()) {
      return work.apply(running.get());
    }
    SparkSession spark = open(name);
    try {
      return work.apply(spark);
    } finally {
      spark.stop();
    }
  }

  private static SparkSession open(String name) {
    SparkConf conf = new SparkConf();
    if (!conf.contains(MASTER)) {
      conf.setMaster("local[*]");
      conf.setIfMissing("spark.ui.enabled", "false");
      conf.setIfMissing("spark.driver.host", "127.0.0.1");
      conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
      conf.setIfMissing("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir"));
    }
    conf.setIfMissing("spark.app.name", "assay " + name);
    stripDevicesOnLocal(conf);
    AssayPlugin.addTo(conf);
    // A session's builder would take system properties anew, and with them what was dropped.
    SparkContext.getOrCreate(conf);
    SparkSession spark = SparkSession.builder().config(conf).getOrCreate();
    spark.conf().set("spark.sql.session.timeZone", "UTC"); // row ids from timestamps must not move
    return spark;
  }

  /** GPU settings on a local master make Spark wait for ever, so they are dropped. */
  private static void stripDevicesOnLocal(SparkConf conf) {
    List<String> dropped = GpuSettings.dropOnLocal(conf);
    if (!dropped.isEmpty()) {
      LOG.warn("Spark cannot schedule GPUs on a local master; dropped {}", dropped);
    }
  }
}
