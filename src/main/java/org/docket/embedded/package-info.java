/** The real parts that Docket starts itself when none are configured: PostgreSQL, ActiveMQ and Azurite, all on 127.0.0.1 and all persistent under {@code docket.home}. */
@NullMarked
package org.docket.embedded;

import org.jspecify.annotations.NullMarked;
