/** The cooperative game behind a black box: what coalitions of players are worth. */
@NullMarked
package io.assay.attribution.game;

import org.jspecify.annotations.NullMarked;
