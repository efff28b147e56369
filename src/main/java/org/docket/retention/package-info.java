/** Decides how long a recording is kept, takes decisions and holds, and disposes of what is due, with proof. */
@NullMarked
package org.docket.retention;

import org.jspecify.annotations.NullMarked;
