package org.docket.preservation;

import java.util.Map;
import org.docket.vault.VaultFigures;
import org.docket.vault.VaultMXBean;

/** Shows the vault: its deposits, and how it keeps what is there. */
public final class VaultView implements VaultMXBean {
    private final VaultFigures deposits;
    private final Protections protections;
    private final Tiering tiering;
    private final Retrievals retrievals;

    public VaultView(VaultFigures deposits, Protections protections, Tiering tiering, Retrievals retrievals) {
        this.deposits = deposits;
        this.protections = protections;
        this.tiering = tiering;
        this.retrievals = retrievals;
    }

    @Override
    public long getDepositedRecordings() {
        return deposits.getDepositedRecordings();
    }

    @Override
    public long getDepositedBytes() {
        return deposits.getDepositedBytes();
    }

    @Override
    public long getFailedDeposits() {
        return deposits.getFailedDeposits();
    }

    @Override
    public String getLastFailure() {
        return deposits.getLastFailure();
    }

    @Override
    public long getProtectedRecordings() {
        return protections.countProtected();
    }

    @Override
    public long getWaitingForProtection() {
        return protections.countWaiting();
    }

    @Override
    public long getFailedProtections() {
        return protections.countFailed();
    }

    @Override
    public String getLastProtectionFailure() {
        return protections.lastFailure();
    }

    @Override
    public Map<String, Long> getRetainedRecordingsByTier() {
        return tiering.counts();
    }

    @Override
    public long getFailedTierChanges() {
        return tiering.countFailed();
    }

    @Override
    public long getOpenRetrievals() {
        return retrievals.countOpen();
    }
}
