/** What every file in {@code routes/} must keep to, and samples that do not. */
@NullMarked
package org.docket.routes;

import org.jspecify.annotations.NullMarked;
