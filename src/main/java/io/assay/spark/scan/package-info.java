/** The input's rows cut into shards: by its files, read by Spark's own readers, or by row ids. */
@NullMarked
package io.assay.spark.scan;

import org.jspecify.annotations.NullMarked;
