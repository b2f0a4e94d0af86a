/**
 * From the bytes of an encoded image to the numbers that a model takes. It is pure: it reads no
 * file and needs no display.
 */
@NullMarked
package io.assay.table.image;

import org.jspecify.annotations.NullMarked;
