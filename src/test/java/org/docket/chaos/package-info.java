/**
 * Kills the hub at every step of its work, and at any instant, and looks what has become of the recordings. What looks here
 * shares no code with what it looks at.
 */
@NullMarked
package org.docket.chaos;

import org.jspecify.annotations.NullMarked;
