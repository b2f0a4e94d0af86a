/** Random samples of an input's rows, which no file and no partition changes. */
@NullMarked
package io.assay.spark.sampling;

import org.jspecify.annotations.NullMarked;
