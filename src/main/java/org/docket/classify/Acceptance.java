package org.docket.classify;

import java.time.Instant;

/** Somebody's word that recordings may become due earlier by a rulebook, or be protected less. */
public record Acceptance(String by, String reason, Instant at) {}
