/** The table of features: lists and clusters. */
@NullMarked
package io.assay.table.feature;

import org.jspecify.annotations.NullMarked;
