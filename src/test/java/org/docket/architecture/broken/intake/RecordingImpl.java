package org.docket.architecture.broken.intake;

/** The only one of its kind needs no such ending. */
public record RecordingImpl(String name) {}
