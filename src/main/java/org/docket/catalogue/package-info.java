/**
 * The SQL record of every recording: its facts, its state and the legal moves between states, and the queries that people and
 * other capabilities ask. Nothing here knows how a recording arrived or who is told of it.
 */
@NullMarked
package org.docket.catalogue;

import org.jspecify.annotations.NullMarked;
