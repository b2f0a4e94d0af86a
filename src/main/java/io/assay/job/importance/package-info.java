/** What importance tables are to say, and how surely. */
@NullMarked
package io.assay.job.importance;

import org.jspecify.annotations.NullMarked;
