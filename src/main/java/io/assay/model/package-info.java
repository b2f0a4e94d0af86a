/** What a model can be asked, by ability. */
@NullMarked
package io.assay.model;

import org.jspecify.annotations.NullMarked;
