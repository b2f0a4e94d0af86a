/** Methods that follow the model's gradient. */
@NullMarked
package io.assay.attribution.gradient;

import org.jspecify.annotations.NullMarked;
