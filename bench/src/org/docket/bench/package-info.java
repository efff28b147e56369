/** What measures a deposit: the blob sink that everything sends to, the contenders, and the figures. Nothing of it is part of the hub. */
@org.jspecify.annotations.NullMarked
package org.docket.bench;
