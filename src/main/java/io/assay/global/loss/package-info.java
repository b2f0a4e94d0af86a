/** How wrong a model is, and what its features do about it. */
@NullMarked
package io.assay.global.loss;

import org.jspecify.annotations.NullMarked;
