package org.docket.chaos;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Whether the receipt that lies beside a source, or where it was, says what is true. */
record ReceiptCheck(Snapshot now, VaultContents vault, Fed fed) {
    void run(List<String> findings) throws IOException {
        String place = "the receipt of " + fed;
        ReceiptFile receipt;
        try {
            receipt = ReceiptFile.read(fed.receipt()).orElseThrow();
        } catch (IOException e) {
            findings.add(place + " cannot be read: " + e.getMessage());
            return;
        }
        Optional<Tables.Row> row = row(receipt.recordingId());
        if (row.isEmpty() || !row.get().isDeposited() || !now.holds(row.get())) {
            findings.add(place + " is for recording " + receipt.recordingId() + ", which the vault does not hold");
            return;
        }
        if (fed.isWithheld()) {
            findings.add(place + " should not be there: its sidecar has another SHA-256");
        }
        if (!receipt.fits(fed) || !receipt.sha256().equals(row.get().sha256())) {
            findings.add(place + " is for " + receipt.bytes() + " bytes with SHA-256 " + receipt.sha256());
        }
        if (!receipt.dock().equals(fed.dock().id()) || !receipt.name().equals(fed.name())) {
            findings.add(place + " is for " + receipt.dock() + "/" + receipt.name());
        }
        if (!receipt.depositedAt().equals(String.valueOf(row.get().depositedAt()))) {
            findings.add(place + " says that it was deposited at " + receipt.depositedAt() + ", and it was at "
                    + row.get().depositedAt());
        }
        String url = vault.url(String.valueOf(row.get().blob()));
        if (!receipt.vault().equals(url)) {
            findings.add(place + " says that it is at " + receipt.vault() + ", and it is at " + url);
        }
        boolean again = now.presentationsOf(fed).stream().anyMatch(Tables.Presented::duplicate);
        if (!receipt.duplicateOf().equals(again ? receipt.recordingId() : "")) {
            findings.add(place + " says that it is " + (receipt.duplicateOf().isEmpty() ? "no" : "a") + " duplicate");
        }
    }

    private Optional<Tables.Row> row(String id) {
        try {
            return Optional.ofNullable(now.rows().get(UUID.fromString(id)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
