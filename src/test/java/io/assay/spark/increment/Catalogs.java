package io.assay.spark.increment;

import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import scala.Function1;
import scala.runtime.BoxedUnit;

/** Sessions that know catalogs, whose libraries Assay itself is compiled without. */
final class Catalogs {
  private Catalogs() {}

  /** Returns whether a library is on the class path. */
  static boolean isThere(String type) {
    try {
      Class.forName(type, false, Catalogs.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** Begins a session with an extension, on the context that runs. */
  @SuppressWarnings("unchecked") // a class found by its name
  static SparkSession.Builder extended(String extension) {
    try {
      Function1<SparkSessionExtensions, BoxedUnit> extending =
          Class.forName(extension)
              .asSubclass(Function1.class)
              .getDeclaredConstructor()
              .newInstance();
      return SparkSession.builder().withExtensions(extending);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(extension + " is not on the class path", e);
    }
  }
}
