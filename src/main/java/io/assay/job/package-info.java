/** What was asked (spec) and what will be done (plan). */
@NullMarked
package io.assay.job;

import org.jspecify.annotations.NullMarked;
