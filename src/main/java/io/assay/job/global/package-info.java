/** The parts of a job file that say what is worked out over all rows together. */
@NullMarked
package io.assay.job.global;

import org.jspecify.annotations.NullMarked;
