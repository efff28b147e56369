/** What a deposit does when the vault, the database, the broker, the disk, the source or the clock fails, against the real parts. After every fault the recording is deposited once and whole, and while it stands the dock has no receipt. */
@NullMarked
package org.docket.faults;

import org.jspecify.annotations.NullMarked;
