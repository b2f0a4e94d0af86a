/** Reference numbers for tests: arrays and cases made once by reference libraries. */
@NullMarked
package io.assay.golden;

import org.jspecify.annotations.NullMarked;
