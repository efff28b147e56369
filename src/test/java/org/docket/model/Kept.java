package org.docket.model;

import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A recording that the model expects to be in the catalogue. What may change of it is its fate and its holds. */
final class Kept {
    private final int number;
    private final UUID id;
    private final String content;
    private final String blob;
    private final String tag;
    private final Instant received;
    private final @Nullable Instant recorded;
    private final String officer;
    private final Set<Case.Told> outcomes = new HashSet<>();

    /** When each hold ends that was placed and not lifted, by its reference; {@link Instant#MAX} for one that has to be lifted. */
    private final Map<String, Instant> holds = new TreeMap<>();

    private Fate fate;

    /**
     * A recording.
     *
     * @param number of the source that brought it
     * @param recorded as its sidecar says it
     * @param officer as its sidecar says it; empty if it says nothing
     */
    Kept(
            int number,
            UUID id,
            String content,
            String blob,
            String tag,
            Instant received,
            @Nullable Instant recorded,
            String officer,
            Fate fate) {
        this.number = number;
        this.id = id;
        this.content = content;
        this.blob = blob;
        this.tag = tag;
        this.received = received;
        this.recorded = recorded;
        this.officer = officer;
        this.fate = fate;
    }

    int number() {
        return number;
    }

    UUID id() {
        return id;
    }

    String content() {
        return content;
    }

    String blob() {
        return blob;
    }

    String tag() {
        return tag;
    }

    Instant received() {
        return received;
    }

    @Nullable
    Instant recorded() {
        return recorded;
    }

    String officer() {
        return officer;
    }

    Set<Case.Told> outcomes() {
        return outcomes;
    }

    Map<String, Instant> holds() {
        return holds;
    }

    boolean isHeld(Instant now) {
        return holds.values().stream().anyMatch(until -> until.isAfter(now));
    }

    Fate fate() {
        return fate;
    }

    void becomes(Fate next) {
        fate = next;
    }

    @Override
    public String toString() {
        return "recording " + number + " (" + id + ", received " + received + ", recorded " + recorded + ", tag " + tag
                + ", officer " + officer + ", outcomes " + outcomes + "): " + fate + ", holds " + holds;
    }
}
