/** Lists and clusters of a run's features. */
@NullMarked
package io.assay.spark.feature;

import org.jspecify.annotations.NullMarked;
