/** How recordings look to people and programs outside: the JSON that commands and the web give, and tables for people. */
@NullMarked
package org.docket.console;

import org.jspecify.annotations.NullMarked;
