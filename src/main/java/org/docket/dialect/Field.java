package org.docket.dialect;

/** What a sidecar can say, by the names that a dialect gives places to. */
enum Field {
    SOURCE_ID("sourceId", Kind.TEXT),
    CAMERA_SERIAL("camera.serial", Kind.TEXT),
    CAMERA_MAKE("camera.make", Kind.TEXT),
    CAMERA_MODEL("camera.model", Kind.TEXT),
    CAMERA_FIRMWARE("camera.firmware", Kind.TEXT),
    OFFICER_ID("officer.id", Kind.TEXT),
    OFFICER_NAME("officer.name", Kind.TEXT),
    STARTED_AT("startedAt", Kind.TIME),
    ENDED_AT("endedAt", Kind.TIME),
    DURATION("duration", Kind.PLAIN),
    TAGS("tags", Kind.LIST),
    INCIDENT("incident", Kind.TEXT),
    DECISION("decision", Kind.TEXT),
    LAT("location.lat", Kind.PLAIN),
    LON("location.lon", Kind.PLAIN),
    SHA256("sha256", Kind.PLAIN),
    NOTES("notes", Kind.TEXT);

    enum Kind {
        TEXT,
        LIST,
        TIME,
        PLAIN
    }

    private final String key;
    private final Kind kind;

    Field(String key, Kind kind) {
        this.key = key;
        this.kind = kind;
    }

    String key() {
        return key;
    }

    Kind kind() {
        return kind;
    }

    /** Notes are what somebody wrote; all else is looked up, compared and shown in tables. */
    int longest() {
        return this == NOTES ? 20_000 : 1_000;
    }
}
