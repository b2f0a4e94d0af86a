/** Shows a run to people and schedulers. */
@NullMarked
package io.assay.report;

import org.jspecify.annotations.NullMarked;
