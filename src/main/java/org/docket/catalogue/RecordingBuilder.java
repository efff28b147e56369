package org.docket.catalogue;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A recording in the making: what is not said stays as it was, or absent. */
public final class RecordingBuilder {
    private final UUID id;
    private final String dock;
    private final String name;
    private final Instant receivedAt;
    private RecordingState state = RecordingState.RECEIVED;
    private long bytes;
    private @Nullable String sha256;
    private @Nullable String category;
    private List<String> categories = List.of();
    private List<String> formerCategories = List.of();
    private @Nullable String categoryRule;
    private @Nullable String policyVersion;
    private boolean retained;
    private @Nullable Instant dueAt;
    private @Nullable Instant reviewAt;
    private @Nullable Instant depositedAt;
    private @Nullable Instant condemnedAt;
    private @Nullable Instant disposedAt;
    private @Nullable String blob;
    private int duplicates;
    private @Nullable Facts facts;
    private Recording.@Nullable Decided decided;
    private @Nullable RecordedTime countedFrom;
    private Directions directions = Directions.NONE;

    RecordingBuilder(UUID id, String dock, String name, Instant receivedAt) {
        this.id = id;
        this.dock = dock;
        this.name = name;
        this.receivedAt = receivedAt;
    }

    static RecordingBuilder like(Recording recording) {
        return new RecordingBuilder(recording.id(), recording.dock(), recording.name(), recording.receivedAt())
                .state(recording.state())
                .content(recording.bytes(), recording.sha256(), recording.blob())
                .category(recording.category(), recording.categories())
                .formerCategories(recording.formerCategories())
                .rule(recording.categoryRule(), recording.policyVersion())
                .dates(recording.retained(), recording.dueAt(), recording.reviewAt())
                .depositedAt(recording.depositedAt())
                .condemnedAt(recording.condemnedAt())
                .disposedAt(recording.disposedAt())
                .duplicates(recording.duplicates())
                .facts(recording.facts())
                .decided(recording.decided())
                .countedFrom(recording.countedFrom())
                .directions(recording.directions());
    }

    public RecordingBuilder state(RecordingState now) {
        this.state = now;
        return this;
    }

    public RecordingBuilder content(long length, @Nullable String hash, @Nullable String nameOfBlob) {
        this.bytes = length;
        this.sha256 = hash;
        this.blob = nameOfBlob;
        return this;
    }

    /**
     * What it is. What it was before stays among its former categories.
     *
     * @param governing the one that governs
     * @param all all of them
     */
    public RecordingBuilder category(@Nullable String governing, List<String> all) {
        TreeSet<String> former = new TreeSet<>(formerCategories);
        former.addAll(categories);
        this.category = governing;
        this.categories = all;
        return formerCategories(former);
    }

    /** What it was before; what it is is left out. */
    public RecordingBuilder formerCategories(Collection<String> former) {
        this.formerCategories = former.stream()
                .filter(name -> !categories.contains(name))
                .distinct()
                .sorted()
                .toList();
        return this;
    }

    /** By what it is that. */
    public RecordingBuilder rule(@Nullable String rule, @Nullable String policy) {
        this.categoryRule = rule;
        this.policyVersion = policy;
        return this;
    }

    /** It is retained until a review, or due. */
    public RecordingBuilder dates(boolean isRetained, @Nullable Instant due, @Nullable Instant review) {
        this.retained = isRetained;
        this.dueAt = due;
        this.reviewAt = review;
        return this;
    }

    public RecordingBuilder depositedAt(@Nullable Instant at) {
        this.depositedAt = at;
        return this;
    }

    public RecordingBuilder condemnedAt(@Nullable Instant at) {
        this.condemnedAt = at;
        return this;
    }

    public RecordingBuilder disposedAt(@Nullable Instant at) {
        this.disposedAt = at;
        return this;
    }

    public RecordingBuilder duplicates(int number) {
        this.duplicates = number;
        return this;
    }

    public RecordingBuilder facts(@Nullable Facts known) {
        this.facts = known;
        return this;
    }

    public RecordingBuilder decided(Recording.@Nullable Decided last) {
        this.decided = last;
        return this;
    }

    public RecordingBuilder countedFrom(@Nullable RecordedTime recorded) {
        this.countedFrom = recorded;
        return this;
    }

    public RecordingBuilder directions(Directions standing) {
        this.directions = standing;
        return this;
    }

    public Recording build() {
        return new Recording(
                id,
                state,
                dock,
                name,
                bytes,
                sha256,
                category,
                categories,
                formerCategories,
                categoryRule,
                policyVersion,
                retained,
                dueAt,
                reviewAt,
                receivedAt,
                depositedAt,
                condemnedAt,
                disposedAt,
                blob,
                duplicates,
                facts,
                decided,
                countedFrom,
                directions);
    }
}
