/** Draws charts without a browser: scripts to SVG, SVG to PNG. */
@NullMarked
package io.assay.report.drawing;

import org.jspecify.annotations.NullMarked;
