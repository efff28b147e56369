package org.docket.architecture.broken.intake;

/** A name that says nothing. */
public record RecordingManager(String name) {}
