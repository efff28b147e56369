/** Adds facts to a recording: what its container says, what its sidecar and its name say, and where its dock stands. */
@NullMarked
package org.docket.enrich;

import org.jspecify.annotations.NullMarked;
