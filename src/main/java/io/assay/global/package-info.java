/**
 * What a model does as a whole: methods that ask the model itself about a sample of rows and rows
 * composed from them.
 */
@NullMarked
package io.assay.global;

import org.jspecify.annotations.NullMarked;
