/**
 * Spark ML models as black boxes: what a saved pipeline does to a row, taken out of Spark's plan on
 * the driver and computed row by row on executors, without a data frame.
 */
@NullMarked
package io.assay.spark.ml;

import org.jspecify.annotations.NullMarked;
