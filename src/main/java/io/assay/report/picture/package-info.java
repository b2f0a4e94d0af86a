/**
 * Attributions as pictures: heat maps over images, colours under tokens, as PNG and as HTML. It
 * needs no display; only sheets with letters need a font.
 */
@NullMarked
package io.assay.report.picture;

import org.jspecify.annotations.NullMarked;
