package org.docket.classify;

import org.docket.rules.Outcome;

/** One rule tried on one recording. */
public record Trial(String rule, Outcome outcome) {}
