/** How slices of a run differ, from its merged states. */
@NullMarked
package io.assay.spark.slices;

import org.jspecify.annotations.NullMarked;
