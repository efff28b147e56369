package org.docket.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.docket.testkit.Recordings;
import org.docket.testkit.TestDatabase;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueTest {
    private static final Jdbi JDBI = Jdbi.create(TestDatabase.create());
    private static final Instant AT = Instant.parse("2026-04-15T01:15:00.75Z");
    private static final Set<String> LEGAL =
            Set.of("RECEIVED, deposited", "RECEIVED, withdrawn", "DEPOSITED, condemned", "DISPOSING, disposed");

    private final Catalogue catalogue = new Catalogue(JDBI);
    private final UUID id = UUID.randomUUID();

    static Stream<Arguments> everyMoveInEveryState() {
        return Arrays.stream(RecordingState.values())
                .flatMap(state -> Stream.of("deposited", "withdrawn", "condemned", "disposed")
                        .map(move -> Arguments.of(state, move)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("everyMoveInEveryState")
    void makesLegalMovesAndRefusesAllOthersWithoutAnyChange(RecordingState state, String move) {
        put(state);
        Recording before = catalogue.find(id).orElseThrow();

        if (LEGAL.contains(state + ", " + move)) {
            JDBI.useTransaction(handle -> act(handle, move));

            assertThat(catalogue.find(id)).isNotEqualTo(Optional.of(before));
        } else {
            assertThatThrownBy(() -> JDBI.useTransaction(handle -> act(handle, move)))
                    .isInstanceOf(IllegalMove.class)
                    .hasMessageContaining("Recording " + id + " is " + state + " and cannot become");

            assertThat(catalogue.find(id)).contains(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"deposited", "withdrawn", "condemned", "disposed"})
    void refusesToMoveWhatItDoesNotHave(String move) {
        assertThatThrownBy(() -> JDBI.useTransaction(handle -> act(handle, move)))
                .isInstanceOf(IllegalMove.class)
                .hasMessageContaining("not in the catalogue");
    }

    @Test
    void givesBackWhatItWasGiven() {
        Recording retained = Recordings.retained(id);
        Recording unretained = Recordings.unretained(UUID.randomUUID());
        deposit(retained);
        deposit(unretained);

        assertThat(catalogue.find(retained.id())).contains(retained);
        assertThat(catalogue.find(unretained.id())).contains(unretained);
    }

    @Test
    void walksTheWholeWay() {
        deposit(Recordings.unretained(id));
        JDBI.useTransaction(handle -> catalogue.condemned(handle, List.of(id), AT));
        JDBI.useTransaction(handle -> catalogue.disposed(handle, List.of(id), AT.plusSeconds(9)));

        Recording disposed = catalogue.find(id).orElseThrow();
        assertThat(disposed.state()).isEqualTo(RecordingState.DISPOSED);
        assertThat(disposed.condemnedAt()).isEqualTo(AT);
        assertThat(disposed.disposedAt()).isEqualTo(AT.plusSeconds(9));
    }

    @Test
    void changesTheDateTogetherWithRetained() {
        deposit(Recordings.unretained(id));

        JDBI.useTransaction(handle -> catalogue.retained(handle, id, AT));
        Recording retained = catalogue.find(id).orElseThrow();
        assertThat(retained.retained()).isTrue();
        assertThat(retained.reviewAt()).isEqualTo(AT);
        assertThat(retained.dueAt()).isNull();

        JDBI.useTransaction(handle -> catalogue.released(handle, id, AT.plusSeconds(5), AT.plusSeconds(4), null));
        Recording released = catalogue.find(id).orElseThrow();
        assertThat(released.retained()).isFalse();
        assertThat(released.reviewAt()).isNull();
        assertThat(released.dueAt()).isEqualTo(AT.plusSeconds(5));
    }

    @Test
    void isDueFromTheInstantOnAndNotBefore() {
        Recording recording = Recordings.unretained(id);
        deposit(recording);
        Instant due = Objects.requireNonNull(recording.dueAt());

        assertThat(due(due)).contains(id);
        assertThat(due(due.minusNanos(1_000))).doesNotContain(id);
        JDBI.useTransaction(handle -> catalogue.retained(handle, id, AT));
        assertThat(due(due.plusSeconds(1))).doesNotContain(id);
    }

    private List<UUID> due(Instant at) {
        return catalogue.due(at, Catalogue.Place.FIRST, 1_000).stream()
                .map(Catalogue.Place::id)
                .toList();
    }

    @Test
    void givesWhatIsDueInPagesThatFollowEachOther() {
        Recording recording = Recordings.unretained(id);
        deposit(recording);
        Instant due = Objects.requireNonNull(recording.dueAt());
        // All of this class are due at the same instant: their ids tell them apart.
        deposit(Recordings.unretained(UUID.randomUUID()));
        deposit(Recordings.unretained(UUID.randomUUID()));

        List<UUID> paged = new ArrayList<>();
        Catalogue.Place last = Catalogue.Place.FIRST;
        for (List<Catalogue.Place> page = catalogue.due(due, last, 2);
                !page.isEmpty();
                page = catalogue.due(due, last, 2)) {
            page.forEach(place -> paged.add(place.id()));
            last = page.get(page.size() - 1);
        }

        assertThat(paged).isEqualTo(due(due)).hasSizeGreaterThan(2).contains(id);
    }

    @Test
    void holdsTheSameContentOnce() {
        Recording first = Recordings.unretained(id);
        deposit(first);
        UUID second = UUID.randomUUID();

        assertThatThrownBy(() -> insertDeposited(second, String.valueOf(first.sha256())))
                .hasMessageContaining("recording_content");
    }

    @Test
    void takesTheSameContentAgainOnceItIsCondemned() {
        Recording first = Recordings.unretained(id);
        deposit(first);
        JDBI.useTransaction(handle -> catalogue.condemned(handle, List.of(id), AT));
        UUID second = UUID.randomUUID();

        insertDeposited(second, String.valueOf(first.sha256()));

        Optional<Recording> held = JDBI.withHandle(
                handle -> catalogue.findDeposited(handle, List.of(String.valueOf(first.sha256()))).stream()
                        .findFirst());
        assertThat(held).map(Recording::id).contains(second);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state = 'LOST'",
                "bytes = 0",
                "bytes = -4",
                "sha256 = upper(sha256)",
                "sha256 = 'abc'",
                "sha256 = null",
                "category = null",
                "blob = null",
                "deposited_at = null",
                "facts = null",
                "due_at = null",
                "retained = true",
                "review_at = due_at",
                "retained = true, due_at = null",
            })
    void theDatabaseRefusesADepositThatIsNotWhole(String change) {
        deposit(Recordings.unretained(id));

        assertThatThrownBy(() -> JDBI.useHandle(
                        handle -> handle.execute("update recording set " + change + " where id = ?", id)))
                .hasMessageContaining("violates check constraint");
    }

    private void act(Handle handle, String move) {
        switch (move) {
            case "deposited" -> catalogue.deposited(handle, List.of(Recordings.unretained(id)));
            case "withdrawn" -> catalogue.withdraw(handle, id);
            case "condemned" -> catalogue.condemned(handle, List.of(id), AT);
            case "disposed" -> catalogue.disposed(handle, List.of(id), AT);
            default -> throw new IllegalArgumentException(move);
        }
    }

    private void put(RecordingState state) {
        deposit(Recordings.unretained(id));
        JDBI.useHandle(handle -> handle.execute("update recording set state = ? where id = ?", state.name(), id));
    }

    private void deposit(Recording recording) {
        JDBI.useTransaction(handle -> {
            Recordings.deposit(handle, catalogue, recording);
        });
    }

    private void insertDeposited(UUID other, String sha256) {
        deposit(Recordings.unretained(other));
        JDBI.useHandle(handle -> handle.execute("update recording set sha256 = ? where id = ?", sha256, other));
    }
}
