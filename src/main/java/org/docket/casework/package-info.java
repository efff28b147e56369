/** Tells case-management systems of retained recordings, through an outbox, until they acknowledge; and takes in what they answer. */
@NullMarked
package org.docket.casework;

import org.jspecify.annotations.NullMarked;
