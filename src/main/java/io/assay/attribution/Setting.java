package io.assay.attribution;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Documents one key that a user may set: an option of a method or a key of a job file. The key is
 * the record component's name in kebab-case. What is written here is what {@code assay methods} and
 * {@code conf/job-defaults.yaml} print.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
  /** What it does, in one sentence. */
  String meaning();

  /** The default as it would stand in a job file; empty if the key is required. */
  String standard() default "";

  /** The values allowed, in words, such as {@code "1 to 10000"}. */
  String allowed() default "";

  /** The unit of a number, such as {@code "rows"}. */
  String unit() default "";
}
