package org.docket.architecture.broken.common;

/** A package whose name says nothing. */
public record Anything(String name) {}
