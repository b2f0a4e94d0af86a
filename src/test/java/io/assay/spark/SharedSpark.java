package io.assay.spark;

import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One embedded Spark for all tests of the JVM; commands find it and use it. */
public final class SharedSpark implements BeforeAllCallback, ParameterResolver {
  private static final class Holder implements AutoCloseable {
    private final SparkSession session =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.plugins", "io.assay.spark.metrics.AssayPlugin")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.warehouse.dir", "target/warehouse")
            .getOrCreate();

    @Override
    public void close() {
      session.stop();
    }
  }

  private static SparkSession session(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(SharedSpark.class))
        .computeIfAbsent("session", key -> new Holder(), Holder.class)
        .session;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    session(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == SparkSession.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return session(context);
  }
}
