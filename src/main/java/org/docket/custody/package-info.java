/** The append-only, hash-chained history of every recording. Whoever changes a row of it afterwards is found out by the verifier. */
@NullMarked
package org.docket.custody;

import org.jspecify.annotations.NullMarked;
