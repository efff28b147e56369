package org.docket.architecture.broken.casework;

/** Breaks nothing: something for others to reach for. */
public record SoundHandover(int attempts) {}
