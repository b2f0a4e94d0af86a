/** How the report writes numbers. */
@NullMarked
package io.assay.report.number;

import org.jspecify.annotations.NullMarked;
