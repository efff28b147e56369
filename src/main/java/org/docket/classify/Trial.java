package org.docket.classify;

/** One rule tried on one recording. */
public record Trial(String rule, Outcome outcome) {}
