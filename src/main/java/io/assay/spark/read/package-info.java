/** How the tables of finished runs are read back on one machine, without Spark. */
@NullMarked
package io.assay.spark.read;

import org.jspecify.annotations.NullMarked;
