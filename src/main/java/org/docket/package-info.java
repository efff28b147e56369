/** Docket, the evidence hub between camera docks and the case file. */
@NullMarked
package org.docket;

import org.jspecify.annotations.NullMarked;
