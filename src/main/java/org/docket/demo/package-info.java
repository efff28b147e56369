/**
 * The main job on sample recordings: docks that drop them, a case system that acknowledges, and an account of what happens. It acts
 * from the outside only, through dock folders and queues.
 */
@NullMarked
package org.docket.demo;

import org.jspecify.annotations.NullMarked;
