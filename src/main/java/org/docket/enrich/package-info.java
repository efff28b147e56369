/**
 * Adds facts to a recording: what its container says, what its sidecar and its name say, where its dock stands, what the roster says
 * of its officer, and which incident it belongs to.
 */
@NullMarked
package org.docket.enrich;

import org.jspecify.annotations.NullMarked;
