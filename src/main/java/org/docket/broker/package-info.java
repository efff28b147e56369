/** The broker that the hub speaks to case systems through: how it is connected with, and what waits in its queues. */
@NullMarked
package org.docket.broker;

import org.jspecify.annotations.NullMarked;
