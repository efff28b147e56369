package org.docket.casework;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.docket.custody.Ledger;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What case systems answer to handovers. */
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
     * Ends a handover by the answer of its case system. An answer that comes again changes nothing.
     *
     * @param state ACKNOWLEDGED or REJECTED
     * @throws RefusedMessage if there is no such handover
     */
    public void answered(UUID id, Handover.State state, @Nullable String reason) {
        jdbi.useTransaction(handle -> {
            Handover handover = handle.createQuery("select * from handover where id = :id for update")
                    .bind("id", id)
                    .mapTo(Handover.class)
                    .findOne()
                    .orElseThrow(() -> new RefusedMessage(
                            "there is no handover " + id + ": answer with the id of the message that you received"));
            if (handover.state() == Handover.State.ACKNOWLEDGED || handover.state() == state) {
                return;
            }
            Instant now = clock.instant();
            handle.createUpdate(
                            "update handover set state = :state, last_error = :reason, answered_at = :now where id = :id")
                    .bind("state", state.name())
                    .bind("reason", reason)
                    .bind("now", now)
                    .bind("id", id)
                    .execute();
            String act = state.name().toLowerCase(Locale.ROOT);
            ledger.append(
                    handle,
                    List.of(handover.act(
                            now, handover.system(), act, reason == null ? "the case system says so" : reason)));
        });
    }
}
