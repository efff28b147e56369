package org.docket.architecture.broken.catalogue;

import org.docket.architecture.broken.casework.SoundHandover;

/** The catalogue knows of nothing that is built on it. */
public record LooksIntoCasework(SoundHandover handover) {}
