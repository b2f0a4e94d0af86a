/** Measurements of speed, by profile bench. */
@NullMarked
package io.assay.bench;

import org.jspecify.annotations.NullMarked;
