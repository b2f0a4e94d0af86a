/** Small models that imitate a model's scores, and how well they do. */
@NullMarked
package io.assay.global.surrogate;

import org.jspecify.annotations.NullMarked;
