/** Rows that have few of many groups, such as the words of texts. */
@NullMarked
package io.assay.aggregate.keyed;

import org.jspecify.annotations.NullMarked;
