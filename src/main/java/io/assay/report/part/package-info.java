/** Lines of tables that only some runs have, as the report shows them. */
@NullMarked
package io.assay.report.part;

import org.jspecify.annotations.NullMarked;
