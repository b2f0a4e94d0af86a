/** The shelf of global methods. */
@NullMarked
package io.assay.global.catalog;

import org.jspecify.annotations.NullMarked;
