/** Azure Blob storage as the place where recordings are kept: the verified deposit, and looking again at what is there. */
@NullMarked
package org.docket.vault;

import org.jspecify.annotations.NullMarked;
