/** What measures a deposit: the sink that all send to, the contenders, and the figures. Nothing of it is part of the hub. */
@org.jspecify.annotations.NullMarked
package org.docket.bench;
