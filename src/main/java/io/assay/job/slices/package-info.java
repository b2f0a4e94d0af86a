/** What a job says about segments of rows: which there are, and how they are compared. */
@NullMarked
package io.assay.job.slices;

import org.jspecify.annotations.NullMarked;
