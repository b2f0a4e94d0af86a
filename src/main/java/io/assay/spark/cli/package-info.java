/** The command line, which is also the main class for spark-submit. */
@NullMarked
package io.assay.spark.cli;

import org.jspecify.annotations.NullMarked;
