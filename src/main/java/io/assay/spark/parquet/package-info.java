/** From Arrow vectors to the column pages of a Parquet file. */
@NullMarked
package io.assay.spark.parquet;

import org.jspecify.annotations.NullMarked;
