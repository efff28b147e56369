/** The commands of the launcher. Each does one thing through the same rules as every other way in. */
@NullMarked
package org.docket.cli;

import org.jspecify.annotations.NullMarked;
