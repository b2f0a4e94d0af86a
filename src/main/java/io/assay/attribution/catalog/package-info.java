/** The shelf: every method that a job may name. */
@NullMarked
package io.assay.attribution.catalog;

import org.jspecify.annotations.NullMarked;
