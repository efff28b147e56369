/** The rules that hold the packages together, and samples that break each of them. */
@NullMarked
package org.docket.architecture;

import org.jspecify.annotations.NullMarked;
