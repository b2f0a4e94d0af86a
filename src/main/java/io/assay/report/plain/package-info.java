/** Tables for readers without scripts: the leading numbers behind each chart. */
@NullMarked
package io.assay.report.plain;

import org.jspecify.annotations.NullMarked;
