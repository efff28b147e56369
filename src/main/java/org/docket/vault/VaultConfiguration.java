package org.docket.vault;

import java.time.Duration;
import org.docket.configuration.Setting;

/** Where the vault is, and how it is spoken to. */
public record VaultConfiguration(
        @Setting(
                key = "docket.vault.connection",
                meaning = "connection string of the Azure storage account; empty starts an Azurite of Docket's own")
        String connection,

        @Setting(
                key = "docket.vault.container",
                value = "recordings",
                meaning = "container that holds the recordings; created if it is missing")
        String container,

        @Setting(
                key = "docket.vault.custody",
                value = "custody",
                meaning = "container that holds certificates and checkpoints; created if it is missing")
        String custody,

        @Setting(
                key = "docket.vault.block",
                value = "8MiB",
                min = "64KiB",
                max = "100MiB",
                meaning =
                        "size of the blocks that a recording is sent in; larger where it would need over 50,000 of them")
        long block,

        @Setting(
                key = "docket.vault.parallel",
                value = "8",
                min = "1",
                max = "256",
                meaning =
                        "number of blocks of all recordings together that are on their way at once; each takes up to a"
                                + " block of memory")
        int parallel,

        @Setting(
                key = "docket.vault.verify",
                value = "transit",
                meaning = "what proves a deposit: transit (the vault compares each block with its checksum when it"
                        + " arrives) or reread (the blob is also downloaded and hashed again)")
        Verify verify,

        @Setting(
                key = "docket.vault.tries",
                value = "4",
                min = "1",
                max = "100",
                meaning = "number of times that one request is tried before the deposit is put off")
        int tries,

        @Setting(
                key = "docket.vault.timeout",
                value = "PT60S",
                min = "PT1S",
                meaning = "time that one try of a request may take")
        Duration timeout) {

    /** What proves a deposit. */
    public enum Verify {
        /** The service compares each block with its checksum when it arrives. */
        TRANSIT,
        /** The blob is also downloaded and hashed again. */
        REREAD
    }
}
