/** Rows of Spark on their way into batches. */
@NullMarked
package io.assay.spark.rows;

import org.jspecify.annotations.NullMarked;
