/** Images and texts as Spark and Hadoop bring them. */
@NullMarked
package io.assay.spark.content;

import org.jspecify.annotations.NullMarked;
