/** Numbers with a shape, row ids, row-keyed randomness, small dense algebra. */
@NullMarked
package io.assay.tensor;

import org.jspecify.annotations.NullMarked;
