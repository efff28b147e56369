package org.docket.casework;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.docket.custody.Ledger;
import org.docket.monitoring.Notice;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What case systems answer to handovers: each ends its handover. An answer that comes again changes nothing. */
public final class Answers {
    private final Jdbi jdbi;
    private final Ledger ledger;
    private final HandoverNotices notices;
    private final Clock clock;

    public Answers(Jdbi jdbi, Ledger ledger, HandoverNotices notices, Clock clock) {
        this.jdbi = jdbi;
        this.ledger = ledger;
        this.notices = notices;
        this.clock = clock;
    }

    /**
     * An answer.
     *
     * @param system that answers: nobody answers for another
     * @param handoverId what is answered
     * @param state ACKNOWLEDGED or REJECTED
     * @param reason why it was rejected
     * @param message that says so
     */
    record Answer(
            String system,
            UUID handoverId,
            Handover.State state,
            @Nullable String reason,
            Incoming message) {}

    /** What became of an answer. */
    sealed interface Verdict {
        /** It was heard. */
        record Heard(Reply reply) implements Verdict {}

        /** It cannot be accepted, and changed nothing. */
        record Unacceptable(RefusedMessage why) implements Verdict {}
    }

    /**
     * Writes an answer.
     *
     * @throws RefusedMessage if there is no such handover to the system that answers, or another message came before under the id of
     *     this one
     */
    Reply write(Answer answer) {
        Verdict verdict = write(List.of(answer)).get(0);
        if (verdict instanceof Verdict.Unacceptable refused) {
            throw refused.why();
        }
        return ((Verdict.Heard) verdict).reply();
    }

    /** Writes answers in one transaction, in their order, and gives back what became of each. */
    List<Verdict> write(List<Answer> answers) {
        Instant now = clock.instant();
        return jdbi.inTransaction(handle -> {
            Map<UUID, Handover> handovers = lock(handle, answers);
            Map<UUID, Answer> ending = new LinkedHashMap<>();
            List<Ledger.Act> acts = new ArrayList<>();
            List<Verdict> verdicts = new ArrayList<>();
            for (Answer answer : answers) {
                Handover handover = handovers.get(answer.handoverId());
                if (handover == null || !handover.system().equals(answer.system())) {
                    verdicts.add(new Verdict.Unacceptable(new RefusedMessage("there is no handover "
                            + answer.handoverId() + ": answer with the id of the message that you received")));
                    continue;
                }
                Answer before = ending.get(handover.id());
                Handover.State state = before == null ? handover.state() : before.state();
                Verdict verdict = hear(handle, answer, state, now);
                if (verdict instanceof Verdict.Heard heard
                        && heard.reply().word().equals("taken")) {
                    if (before == null && handover.timesSent() == 0) {
                        // The broker has given it out before the relay could note that it has it.
                        acts.add(Relay.handedOver(handover, now));
                    }
                    ending.put(handover.id(), answer);
                    acts.add(act(handover, answer, now));
                }
                verdicts.add(verdict);
            }
            end(handle, List.copyOf(ending.values()), now);
            ledger.append(handle, acts);
            notices.add(handle, Notice.Kind.HANDOVER_REJECTED, rejected(ending.values()));
            return verdicts;
        });
    }

    /**
     * Only a rejection has to be known again: it may come twice, and the second time after somebody had the handover sent again. An
     * acknowledgement ends it for good.
     */
    private static Verdict hear(Handle handle, Answer answer, Handover.State state, Instant now) {
        String words = "handover " + answer.handoverId() + " is ";
        try {
            boolean isNew = answer.state() != Handover.State.REJECTED
                    || answer.message()
                            .isNew(handle, Arrays.asList(answer.handoverId().toString(), answer.reason()), now);
            return new Verdict.Heard(
                    isNew && counts(answer, state)
                            ? Reply.taken(words + answer.state())
                            : Reply.already(words + state));
        } catch (RefusedMessage e) {
            return new Verdict.Unacceptable(e);
        }
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

    private static Map<String, Integer> rejected(Collection<Answer> answers) {
        Map<String, Integer> bySystem = new LinkedHashMap<>();
        answers.stream()
                .filter(answer -> answer.state() == Handover.State.REJECTED)
                .forEach(answer -> bySystem.merge(answer.system(), 1, Integer::sum));
        return bySystem;
    }

    private static void end(Handle handle, List<Answer> answers, Instant now) {
        if (answers.isEmpty()) {
            return;
        }
        handle.createUpdate("update handover h set state = new.state, last_error = new.reason, answered_at = :now,"
                        + " sent_at = coalesce(sent_at, :now), times_sent = greatest(1, times_sent)"
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
