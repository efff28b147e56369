package org.docket.retention;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.docket.casework.Incoming;
import org.docket.casework.RefusedMessage;
import org.jspecify.annotations.Nullable;

/** Hears what case systems say of recordings, by the rules of every other way in. The speaker is whom the system speaks for. */
public final class CaseworkWords {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");
    private static final int MOST_CATEGORIES = 20;
    private static final int MOST_CHARACTERS = 250;

    private final Authorities authorities;
    private final Decisions decisions;
    private final Holds holds;
    private final Outcomes outcomes;

    public CaseworkWords(Authorities authorities, Decisions decisions, Holds holds, Outcomes outcomes) {
        this.authorities = authorities;
        this.decisions = decisions;
        this.holds = holds;
        this.outcomes = outcomes;
    }

    /**
     * Takes a decision.
     *
     * @throws RefusedMessage if it cannot be taken
     */
    public Answer decision(Incoming message) {
        Word word = word(message);
        String decision = message.text("decision");
        return orRefuse(
                switch (decision) {
                    case "retain" -> decisions.retain(word);
                    case "release" -> decisions.release(word);
                    case "delete-early" -> decisions.deleteEarly(word);
                    case "approve" -> decisions.approve(word);
                    case "keep" -> decisions.keep(word);
                    case "recategorise" -> decisions.recategorise(word, categories(message));
                    default ->
                        throw new RefusedMessage("data.decision is '" + decision
                                + "' but must be retain, release, delete-early, approve, keep or recategorise");
                });
    }

    private static List<String> categories(Incoming message) {
        JsonNode listed = message.data().path("categories");
        List<String> categories = new ArrayList<>();
        listed.forEach(name -> categories.add(name.asText()));
        if (!listed.isArray() || categories.isEmpty() || categories.size() > MOST_CATEGORIES) {
            throw new RefusedMessage("to recategorise, " + message.type() + " needs the list data.categories with 1 to "
                    + MOST_CATEGORIES + " names of categories");
        }
        return categories;
    }

    /**
     * Places a hold.
     *
     * @throws RefusedMessage if it cannot be placed
     */
    public Answer hold(Incoming message) {
        @Nullable Instant until = message.data().hasNonNull("until") ? message.instant("until") : null;
        return orRefuse(
                holds.place(word(message), name(message, "kind", "kind of hold"), message.text("reference"), until));
    }

    /**
     * Lifts a hold.
     *
     * @throws RefusedMessage if it cannot be lifted
     */
    public Answer holdLifted(Incoming message) {
        return orRefuse(holds.lift(word(message), name(message, "kind", "kind of hold"), message.text("reference")));
    }

    /**
     * Keeps a recording as the outcome of a case says.
     *
     * @throws RefusedMessage if it cannot be taken
     */
    public Answer outcome(Incoming message) {
        bounded(message, "caseReference", message.text("caseReference"));
        String kind = name(message, "outcome", "outcome");
        JsonNode sentence = message.data().path("sentence");
        LocalDate until = message.data().hasNonNull("custodyUntil") ? message.day("custodyUntil") : null;
        JsonNode custody = message.data().path("custody");
        if (!custody.isMissingNode() && !custody.isBoolean()) {
            throw new RefusedMessage(
                    "data.custody of " + message.type() + " is " + custody + " but must be true or false");
        } else if (message.data().has("until")) {
            throw new RefusedMessage("data.until of " + message.type()
                    + " is not known; the day on which custody ends is data.custodyUntil");
        }
        return orRefuse(outcomes.take(
                word(message),
                new Outcome(
                        kind,
                        message.day("at"),
                        until,
                        custody.asBoolean(false),
                        sentence.isMissingNode() || sentence.isNull() ? null : message.text("sentence"),
                        optional(message, "defendant"))));
    }

    private static String name(Incoming message, String field, String what) {
        String name = message.text(field);
        if (!NAME.matcher(name).matches()) {
            throw new RefusedMessage("data." + field + " of " + message.type() + ": '" + name + "' is no " + what
                    + "; its names have lower-case letters, digits and hyphens");
        }
        return name;
    }

    private Word word(Incoming message) {
        UUID recording = message.uuid("recordingId");
        Speaker speaker = authorities.caseSystem(message.source(), message.text("by"));
        return new Word(
                recording, speaker, message.text("reason"), optional(message, "caseReference"), RequestKey.of(message));
    }

    private static @Nullable String optional(Incoming message, String field) {
        return message.data().hasNonNull(field) ? bounded(message, field, message.text(field)) : null;
    }

    /** It stands in an index, and an index has short entries. */
    private static String bounded(Incoming message, String field, String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw new RefusedMessage("data." + field + " of " + message.type() + " has " + text.length()
                    + " characters: send at most " + MOST_CHARACTERS);
        }
        return text;
    }

    private static Answer orRefuse(Answer answer) {
        if (answer instanceof Answer.Refused refused) {
            throw new RefusedMessage(refused.reason());
        }
        return answer;
    }
}
