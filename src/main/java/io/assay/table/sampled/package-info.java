/** The schema of what a sample and a surrogate say together. */
@NullMarked
package io.assay.table.sampled;

import org.jspecify.annotations.NullMarked;
