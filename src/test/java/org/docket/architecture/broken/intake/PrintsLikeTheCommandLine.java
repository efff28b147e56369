package org.docket.architecture.broken.intake;

import org.docket.architecture.broken.cli.SoundCommand;

/** A capability does not know how it is called. */
public record PrintsLikeTheCommandLine(SoundCommand command) {}
