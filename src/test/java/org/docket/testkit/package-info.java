/** What tests share: the real parts that they run against. */
@NullMarked
package org.docket.testkit;

import org.jspecify.annotations.NullMarked;
