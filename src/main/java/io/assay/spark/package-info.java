/** Everything that touches Spark or Hadoop. */
@NullMarked
package io.assay.spark;

import org.jspecify.annotations.NullMarked;
