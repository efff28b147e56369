package org.docket.custody;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;

/**
 * One act in the history of a recording.
 *
 * @param sequence 1 for the first act, without gaps
 * @param actor who did it: a person, a case system, or {@code docket} itself
 * @param act what was done, a word such as {@code deposited}
 * @param authority what allowed it: a rule of policy, a decision, the dock's presentation
 * @param details canonical JSON
 * @param previousHash the hash of the entry before; 64 zeros for the first
 * @param hash SHA-256 of the canonical JSON of all other components, 64 hexadecimal digits
 */
public record LedgerEntry(
        UUID recordingId,
        int sequence,
        Instant at,
        String actor,
        String act,
        String authority,
        String details,
        String previousHash,
        String hash) {
    static final String GENESIS = "0".repeat(64);

    /** The hash that these components must have. */
    static String hashOf(
            UUID recordingId,
            int sequence,
            Instant at,
            String actor,
            String act,
            String authority,
            String details,
            String previousHash) {
        String canonical = CanonicalJson.write(Map.of(
                "recording", recordingId,
                "sequence", sequence,
                "at", at,
                "actor", actor,
                "act", act,
                "authority", authority,
                "details", details,
                "previous", previousHash));
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(canonical.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    String rightHash() {
        return hashOf(recordingId, sequence, at, actor, act, authority, details, previousHash);
    }
}
