package org.docket.architecture.broken.vault;

/** Breaks nothing: something for others to reach for. */
public record SoundDeposit(long bytes) {}
