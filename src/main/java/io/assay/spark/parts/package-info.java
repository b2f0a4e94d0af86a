/** Tables that only some runs have, read back for the report. */
@NullMarked
package io.assay.spark.parts;

import org.jspecify.annotations.NullMarked;
