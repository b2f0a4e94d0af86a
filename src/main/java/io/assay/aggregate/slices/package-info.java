/** Which slices differ most. */
@NullMarked
package io.assay.aggregate.slices;

import org.jspecify.annotations.NullMarked;
