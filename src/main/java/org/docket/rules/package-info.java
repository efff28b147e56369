/**
 * Rules in CEL over the facts of a recording: they are compiled and type-checked at the place in the YAML file where they stand. Policy
 * and the choice of case systems are written in them.
 */
@NullMarked
package org.docket.rules;

import org.jspecify.annotations.NullMarked;
