/** Models with known answers, for the tests of every room. */
@NullMarked
package io.assay.fakes;

import org.jspecify.annotations.NullMarked;
