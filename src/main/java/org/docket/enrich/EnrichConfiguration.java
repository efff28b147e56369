package org.docket.enrich;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import org.docket.configuration.Setting;

/** What else is asked about a recording, beside its own container, its sidecar and its name. */
public record EnrichConfiguration(
        @Setting(
                key = "docket.enrich.roster",
                meaning = "CSV file with the columns id, name, unit and borough of the officers; empty for none")
        String roster,

        @Setting(
                key = "docket.enrich.roster.sql",
                meaning = "SQL query that gives the columns id, name, unit and borough of the officers; empty for none")
        String rosterSql,

        @Setting(
                key = "docket.enrich.roster.url",
                meaning = "JDBC URL of the database that the query asks; empty for Docket's own")
        String rosterUrl,

        @Setting(key = "docket.enrich.roster.user", meaning = "user of that database; empty if the URL names it")
        String rosterUser,

        @Setting(key = "docket.enrich.roster.password", meaning = "password of that user")
        String rosterPassword,

        @Setting(
                key = "docket.enrich.roster.look",
                value = "PT30S",
                min = "PT0.05S",
                meaning = "time between two looks whether the roster has changed")
        Duration rosterLook,

        @Setting(
                key = "docket.enrich.incidents",
                value = "incidents",
                meaning = "folder into which CSV files with incidents are dropped")
        Path incidents,

        @Setting(
                key = "docket.enrich.incidents.zone",
                value = "Europe/London",
                meaning = "time zone of times without an offset in these files")
        ZoneId incidentsZone,

        @Setting(
                key = "docket.enrich.incidents.look",
                value = "PT5S",
                min = "PT0.05S",
                meaning = "time between two looks into that folder")
        Duration incidentsLook,

        @Setting(
                key = "docket.enrich.incidents.settle",
                value = "PT5S",
                min = "PT0.05S",
                max = "PT30S",
                meaning = "time for which such a file must not have been written to before it is read")
        Duration incidentsSettle,

        @Setting(
                key = "docket.enrich.match.buffer",
                value = "PT5M",
                min = "PT0S",
                max = "PT24H",
                meaning = "how far apart recording and incident may be to be matched")
        Duration matchBuffer,

        @Setting(
                key = "docket.enrich.match.open",
                value = "PT12H",
                min = "PT1M",
                max = "PT168H",
                meaning = "how long an incident without an end counts as going on")
        Duration matchOpen,

        @Setting(
                key = "docket.enrich.match.look",
                value = "PT1S",
                min = "PT0.05S",
                meaning = "time between two looks for deposited recordings that have to be matched again")
        Duration matchLook) {}
