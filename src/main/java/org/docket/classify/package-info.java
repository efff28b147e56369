/** Decides the category of a recording from its facts, by the policy in {@code config/classification.yaml}. */
@NullMarked
package org.docket.classify;

import org.jspecify.annotations.NullMarked;
