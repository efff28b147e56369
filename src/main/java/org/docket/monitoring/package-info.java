/** What operators see that belongs to no single capability: the hub's MBean, health and metrics. */
@NullMarked
package org.docket.monitoring;

import org.jspecify.annotations.NullMarked;
