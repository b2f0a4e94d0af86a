/** What "feature absent" means: baselines, backgrounds, maskers, feature groups. */
@NullMarked
package io.assay.baseline;

import org.jspecify.annotations.NullMarked;
