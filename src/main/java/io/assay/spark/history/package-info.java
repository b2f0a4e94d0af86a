/** Importance over the runs of an output, and how two runs differ. */
@NullMarked
package io.assay.spark.history;

import org.jspecify.annotations.NullMarked;
