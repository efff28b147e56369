package org.docket.classify;

import java.time.Instant;

/** Somebody's word that recordings may become due earlier by a rulebook. */
public record Acceptance(String by, String reason, Instant at) {}
