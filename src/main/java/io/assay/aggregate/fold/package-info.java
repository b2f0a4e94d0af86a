/** What importance by folds says: of the background, of a list of features. */
@NullMarked
package io.assay.aggregate.fold;

import org.jspecify.annotations.NullMarked;
