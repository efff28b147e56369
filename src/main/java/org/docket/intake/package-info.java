/** Notices recordings in dock folders, waits until they are whole, gives them an identity, writes receipts, and quarantines what is no recording. */
@NullMarked
package org.docket.intake;

import org.jspecify.annotations.NullMarked;
