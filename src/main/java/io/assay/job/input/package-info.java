/** Inputs that are no table: images and texts. */
@NullMarked
package io.assay.job.input;

import org.jspecify.annotations.NullMarked;
