package org.docket.catalogue;

import org.docket.configuration.Setting;

/** Where the database of catalogue, ledger and outbox is. */
public record DatabaseConfiguration(
        @Setting(
                key = "docket.database.url",
                meaning = "JDBC URL of the PostgreSQL database; empty starts a server of Docket's own")
        String url,

        @Setting(key = "docket.database.user", meaning = "user of the database; empty if the URL names it")
        String user,

        @Setting(key = "docket.database.password", meaning = "password of that user")
        String password,

        @Setting(
                key = "docket.database.connections",
                value = "16",
                min = "2",
                max = "500",
                meaning = "number of pooled connections")
        int connections) {}
