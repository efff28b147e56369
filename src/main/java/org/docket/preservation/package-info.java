/** Has the vault keep what is retained: legal holds, access tiers, and retrieval from the archive. */
@NullMarked
package org.docket.preservation;

import org.jspecify.annotations.NullMarked;
