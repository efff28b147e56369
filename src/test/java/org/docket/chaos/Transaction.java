package org.docket.chaos;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What a database transaction is for, told by the statements in it. One may be for several, and for several recordings. */
enum Transaction implements Step {
    /** A source gets an identity. */
    RECEIVED("insert into recording\\b"),
    /** What the vault holds enters the catalogue, with its handovers. */
    REGISTERED("update recording\\b.*\\bdeposited_at\\b"),
    /** A source turned out to be a recording that there is already. */
    PRESENTED_AGAIN("\\bduplicates\\s*=\\s*(?:\\w+\\.)?duplicates\\b"),
    /** What was given an identity is no recording of its own. */
    WITHDRAWN("delete from recording\\b"),
    /** The dock has its receipt. */
    RECEIPTED("update presentation\\b.*\\breceipted_at\\s*="),
    /** The source is gone from its folder, or is another one. */
    ENDED("update presentation\\b.*\\bset\\b.*\\bended_at\\s*="),
    /** Handovers are taken from the outbox. */
    CLAIMED("update handover\\b.*\\battempts\\s*="),
    /** The broker has a handover. */
    SENT("update handover\\b(?!.*\\banswered_at\\s*=).*\\bsent_at\\s*="),
    /** The case system has said what it thinks of a handover. */
    ANSWERED("update handover\\b.*\\banswered_at\\s*="),
    /** Answers of case systems are late. */
    OVERDUE("update handover\\b.*\\bstate\\s*=\\s*'overdue'"),
    /** A case system has said something of a recording. */
    HEARD("insert into message_seen\\b"),
    /** Recordings are gone from the vault. */
    DISPOSED("update recording\\b.*\\bdisposed_at\\s*=");

    private final Pattern statement;

    Transaction(String statement) {
        this.statement = Pattern.compile(statement, Pattern.DOTALL);
    }

    /** What a statement makes of the transaction that it is in. */
    static Set<Transaction> of(String sql) {
        String lower = sql.toLowerCase(Locale.ROOT);
        Set<Transaction> found = EnumSet.noneOf(Transaction.class);
        for (Transaction transaction : values()) {
            if (transaction.statement.matcher(lower).find()) {
                found.add(transaction);
            }
        }
        return found;
    }
}
