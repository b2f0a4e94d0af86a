/** The schemas of every table we write, and the way between Arrow columns and our types. */
@NullMarked
package io.assay.table;

import org.jspecify.annotations.NullMarked;
