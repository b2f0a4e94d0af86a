/** The doorway: error codes and the one exception type. */
@NullMarked
package io.assay;

import org.jspecify.annotations.NullMarked;
