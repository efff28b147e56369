/**
 * Reads the layered configuration: the shipped {@code config/}, then the operator's own directory, then the environment, then
 * overrides. Every capability declares its settings as one record; a key that no record declares stops the start.
 */
@NullMarked
package org.docket.configuration;

import org.jspecify.annotations.NullMarked;
