/** What the score loses when parts of a row are replaced. */
@NullMarked
package io.assay.attribution.perturbation;

import org.jspecify.annotations.NullMarked;
