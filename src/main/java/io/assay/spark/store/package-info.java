/** How a run's files are written, moved and guarded, whatever kind of file system holds them. */
@NullMarked
package io.assay.spark.store;

import org.jspecify.annotations.NullMarked;
