/** The contract of an attribution method and its result. */
@NullMarked
package io.assay.attribution;

import org.jspecify.annotations.NullMarked;
