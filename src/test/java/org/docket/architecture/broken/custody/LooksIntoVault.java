package org.docket.architecture.broken.custody;

import org.docket.architecture.broken.vault.SoundDeposit;

/** The foundations do not know each other. */
public record LooksIntoVault(SoundDeposit deposit) {}
