package org.docket.chaos;

import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The instants at which the hub can be stopped on purpose: on each side of everything that the one who comes next finds changed.
 * A sentence each says what is true there.
 */
enum FaultPoint {
    BEFORE_IDENTITY(
            Step.Moment.BEFORE, Transaction.RECEIVED, "A whole source has been found, and nothing is written of it."),
    AFTER_IDENTITY(Step.Moment.AFTER, Transaction.RECEIVED, "The source has an identity, and nothing else."),

    BEFORE_BLOCK(Step.Moment.BEFORE, BlobCall.PUT_BLOCK, "A block of a long recording is read and has not left."),
    AFTER_BLOCK(Step.Moment.AFTER, BlobCall.PUT_BLOCK, "The vault holds a block, and the hub does not know it yet."),
    BEFORE_BLOCK_LIST(
            Step.Moment.BEFORE, BlobCall.PUT_BLOCK_LIST, "The vault holds every block, and there is no blob yet."),
    AFTER_BLOCK_LIST(
            Step.Moment.AFTER, BlobCall.PUT_BLOCK_LIST, "The blocks are a blob, and the hub does not know it yet."),
    BEFORE_BLOB(Step.Moment.BEFORE, BlobCall.PUT_BLOB, "A short recording is about to be sent in one call."),
    AFTER_BLOB(
            Step.Moment.AFTER,
            BlobCall.PUT_BLOB,
            "The vault holds a short recording, and the hub does not know it yet."),
    AFTER_LOOK(
            Step.Moment.AFTER, BlobCall.GET_PROPERTIES, "The vault has said what it holds under the recording's name."),
    AFTER_TRANSFER(Step.Moment.AFTER, RouteNode.TRANSFER, "The deposit is verified, and only the vault knows it."),

    BEFORE_REGISTRATION(
            Step.Moment.BEFORE, Transaction.REGISTERED, "Catalogue, ledger and outbox are written, and not committed."),
    AFTER_REGISTRATION(
            Step.Moment.AFTER, Transaction.REGISTERED, "The recording is registered, and its dock has no receipt."),
    BEFORE_RECEIPT(
            Step.Moment.BEFORE, Transaction.RECEIPTED, "The receipt may lie in the folder, and no table says so."),
    AFTER_RECEIPT(
            Step.Moment.AFTER, Transaction.RECEIPTED, "The dock has its receipt, and the source lies there still."),
    BEFORE_RELEASE(Step.Moment.BEFORE, RouteNode.RELEASE, "The source may go, and is not touched yet."),
    BEFORE_END(Step.Moment.BEFORE, Transaction.ENDED, "The source is gone, and no table says so."),
    AFTER_END(Step.Moment.AFTER, Transaction.ENDED, "The source is gone, and all of it is written."),

    BEFORE_PRESENTED_AGAIN(
            Step.Moment.BEFORE,
            Transaction.PRESENTED_AGAIN,
            "A source is known to be a recording that there is, and only in memory."),
    AFTER_PRESENTED_AGAIN(
            Step.Moment.AFTER,
            Transaction.PRESENTED_AGAIN,
            "A second presentation is written down, and has no receipt."),
    BEFORE_WITHDRAWAL(
            Step.Moment.BEFORE,
            Transaction.WITHDRAWN,
            "What two docks brought at once is about to become one recording."),
    AFTER_WITHDRAWAL(Step.Moment.AFTER, Transaction.WITHDRAWN, "The second of two is withdrawn from the catalogue."),
    BEFORE_SURPLUS_BLOB_GOES(Step.Moment.BEFORE, BlobCall.DELETE_BLOB, "The vault holds the same content twice."),
    AFTER_SURPLUS_BLOB_GOES(
            Step.Moment.AFTER,
            BlobCall.DELETE_BLOB,
            "The second copy is gone from the vault, and the hub does not know it yet."),

    AFTER_BLOCKS_WERE_DROPPED(
            Step.Moment.AFTER,
            BlobCall.PUT_EMPTY_BLOCK_LIST,
            "Blocks that nobody will commit are dropped, and an empty blob is there instead."),

    AFTER_CLAIM(Step.Moment.AFTER, Transaction.CLAIMED, "Handovers are taken from the outbox, and none is sent."),
    BEFORE_SENT(Step.Moment.BEFORE, Transaction.SENT, "The broker has handovers, and the outbox does not know it."),
    AFTER_SENT(Step.Moment.AFTER, Transaction.SENT, "A handover is noted as sent, and not answered."),
    BEFORE_ANSWER(
            Step.Moment.BEFORE,
            Transaction.ANSWERED,
            "An answer of a case system is read, and nothing is written of it."),
    AFTER_ANSWER(Step.Moment.AFTER, Transaction.ANSWERED, "The answer is written, and the broker would give it again."),

    BEFORE_OVERDUE(Step.Moment.BEFORE, Transaction.OVERDUE, "Answers are overdue, and nobody knows of it."),
    AFTER_OVERDUE(Step.Moment.AFTER, Transaction.OVERDUE, "Answers are overdue, and nothing is sent again."),
    BEFORE_WORD(
            Step.Moment.BEFORE,
            Transaction.HEARD,
            "What a case system says of a recording is read, and nothing is written of it."),
    AFTER_WORD(
            Step.Moment.AFTER,
            Transaction.HEARD,
            "The word of a case system holds, it is not answered, and the broker would give it again."),
    BEFORE_DISPOSED(
            Step.Moment.BEFORE,
            Transaction.DISPOSED,
            "Recordings are gone from the vault, and their case systems are not told."),
    AFTER_DISPOSED(
            Step.Moment.AFTER,
            Transaction.DISPOSED,
            "Recordings are disposed of, and their case systems are not told.");

    /** Those that a hub gets to when case systems say nothing but that they have what they were told of. */
    static final List<FaultPoint> OF_DEPOSITS =
            List.copyOf(EnumSet.complementOf(EnumSet.range(BEFORE_OVERDUE, AFTER_DISPOSED)));

    /** Those of handovers, and of what case systems say. */
    static final List<FaultPoint> OF_CASEWORK = List.copyOf(EnumSet.range(AFTER_CLAIM, AFTER_DISPOSED));

    private final Step.Moment moment;
    private final Enum<?> step;
    private final String meaning;

    <S extends Enum<S> & Step> FaultPoint(Step.Moment moment, S step, String meaning) {
        this.moment = moment;
        this.step = step;
        this.meaning = meaning;
    }

    boolean is(Step.Moment passed, Step of) {
        return moment == passed && step == of;
    }

    /** What docks have to do more of, so that the hub gets there soon; null if it gets there in any case. */
    Feeder.@Nullable Habit habit() {
        return switch (this) {
            case BEFORE_BLOCK, AFTER_BLOCK, BEFORE_BLOCK_LIST, AFTER_BLOCK_LIST -> Feeder.Habit.LONG;
            case BEFORE_WITHDRAWAL, AFTER_WITHDRAWAL, BEFORE_SURPLUS_BLOB_GOES, AFTER_SURPLUS_BLOB_GOES ->
                Feeder.Habit.TWINS;
            case AFTER_BLOCKS_WERE_DROPPED -> Feeder.Habit.ABANDON;
            case BEFORE_PRESENTED_AGAIN, AFTER_PRESENTED_AGAIN -> Feeder.Habit.AGAIN;
            default -> null;
        };
    }

    /** What is true when the hub is there, one sentence. */
    String meaning() {
        return meaning;
    }
}
