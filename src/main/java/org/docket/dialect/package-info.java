/**
 * Reads what docks write about recordings, in the dialects that {@code config/docks.yaml} describes: JSON, XML and CSV of any layout
 * are mapped onto the fields of a sidecar. Whatever is wrong with one becomes a sentence, and never an exception.
 */
@NullMarked
package org.docket.dialect;

import org.jspecify.annotations.NullMarked;
