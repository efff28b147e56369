package org.docket.casework;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.docket.custody.Ledger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What case systems answer to handovers: each ends its handover. An answer that comes again changes nothing. */
public final class Answers {
    private final Jdbi jdbi;
    private final Ledger ledger;
    private final Clock clock;

    public Answers(Jdbi jdbi, Ledger ledger, Clock clock) {
        this.jdbi = jdbi;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * An answer.
     *
     * @param handoverId what is answered
     * @param state ACKNOWLEDGED or REJECTED
     * @param reason why it was rejected
     */
    record Answer(
            UUID handoverId, Handover.State state, @Nullable String reason) {}

    /**
     * Writes an answer.
     *
     * @throws RefusedMessage if there is no such handover
     */
    void write(Answer answer) {
        if (!write(List.of(answer)).isEmpty()) {
            throw new RefusedMessage("there is no handover " + answer.handoverId()
                    + ": answer with the id of the message that you received");
        }
    }

    /** Writes answers in one transaction, in their order, and gives back the ids of handovers that there are not. */
    Set<UUID> write(List<Answer> answers) {
        Instant now = clock.instant();
        return jdbi.inTransaction(handle -> {
            Map<UUID, Handover> handovers = lock(handle, answers);
            Map<UUID, Answer> ending = new LinkedHashMap<>();
            Set<UUID> unknown = new HashSet<>();
            List<Ledger.Act> acts = new ArrayList<>();
            for (Answer answer : answers) {
                Handover handover = handovers.get(answer.handoverId());
                if (handover == null) {
                    unknown.add(answer.handoverId());
                    continue;
                }
                Answer before = ending.get(handover.id());
                if (counts(answer, before == null ? handover.state() : before.state())) {
                    ending.put(handover.id(), answer);
                    acts.add(act(handover, answer, now));
                }
            }
            end(handle, List.copyOf(ending.values()), now);
            ledger.append(handle, acts);
            return unknown;
        });
    }

    /** An acknowledgement after a rejection counts, a rejection after an acknowledgement does not. */
    private static boolean counts(Answer answer, Handover.State before) {
        return before != Handover.State.ACKNOWLEDGED && before != answer.state();
    }

    private static Ledger.Act act(Handover handover, Answer answer, Instant now) {
        return handover.act(
                now,
                handover.system(),
                answer.state().name().toLowerCase(Locale.ROOT),
                answer.reason() == null ? "the case system says so" : answer.reason());
    }

    /** In one order for all who lock several. */
    private static Map<UUID, Handover> lock(Handle handle, List<Answer> answers) {
        Map<UUID, Handover> handovers = new LinkedHashMap<>();
        // Without their messages, which nobody asks for here.
        handle.createQuery(
                        "select id, recording_id, system, type, '' as message, state, attempts, times_sent, last_error"
                                + " from handover where id = any(:ids) order by id for update")
                .bindArray("ids", UUID.class, column(answers, Answer::handoverId))
                .mapTo(Handover.class)
                .forEach(handover -> handovers.put(handover.id(), handover));
        return handovers;
    }

    private static void end(Handle handle, List<Answer> answers, Instant now) {
        if (answers.isEmpty()) {
            return;
        }
        handle.createUpdate("update handover h set state = new.state, last_error = new.reason, answered_at = :now"
                        + " from unnest(:ids, :states, :reasons) as new (id, state, reason) where h.id = new.id")
                .bind("now", now)
                .bindArray("ids", UUID.class, column(answers, Answer::handoverId))
                .bindArray("states", String.class, column(answers, answer -> answer.state()
                        .name()))
                .bindArray(
                        "reasons",
                        String.class,
                        answers.stream().map(Answer::reason).toArray())
                .execute();
    }

    private static <T> List<T> column(List<Answer> answers, Function<Answer, T> value) {
        return answers.stream().map(value).toList();
    }
}
