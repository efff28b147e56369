package org.docket.chaos;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** What a case system has to say of a recording, once it is told of it. The content of the recording decides. */
enum Course {
    /** Nothing. */
    NONE(true, false),
    HOLD(true, true),
    HOLD_AND_LIFT(true, false),
    RELEASE(false, false),
    /** It is no evidence any more, and must not be disposed of. */
    HOLD_AND_RELEASE(false, true),
    HOLD_RELEASE_AND_RETAIN(true, true),
    /** It is evidence of crime, and so the concern of another case system. */
    RECATEGORISE(true, false);

    static final String TRAINING = "training";
    static final String CRIME = "crime-evidence";

    /** What can be said, each once of a recording. */
    enum Say {
        HOLD("docket.hold.v1", "held"),
        LIFT("docket.hold-lifted.v1", "hold-lifted"),
        RELEASE("docket.decision.v1", "released"),
        RETAIN("docket.decision.v1", "retained"),
        RECATEGORISE("docket.decision.v1", "recategorised");

        private final String type;
        private final String act;

        Say(String type, String act) {
            this.type = type;
            this.act = act;
        }

        /** Type of the message. */
        String type() {
            return type;
        }

        /** What the ledger calls it when it holds. */
        String act() {
            return act;
        }

        /** The same of the same recording has the same one, however often it is said. */
        String id(String recording) {
            return UUID.nameUUIDFromBytes((recording + name()).getBytes(StandardCharsets.UTF_8))
                    .toString();
        }

        /** What the message says. */
        Map<String, Object> data(String recording) {
            Map<String, Object> all = new TreeMap<>();
            all.put("recordingId", recording);
            all.put("by", "DS Achebe");
            all.put("reason", "course of " + recording);
            switch (this) {
                case HOLD, LIFT -> {
                    all.put("kind", "review");
                    all.put("reference", reference(recording));
                }
                case RELEASE, RETAIN -> all.put("decision", name().toLowerCase(Locale.ROOT));
                case RECATEGORISE -> {
                    all.put("decision", "recategorise");
                    all.put("categories", List.of(CRIME));
                }
            }
            return all;
        }
    }

    private final boolean retained;
    private final boolean held;

    Course(boolean retained, boolean held) {
        this.retained = retained;
        this.held = held;
    }

    /** The one of a recording by its SHA-256 and the category that policy gave it. */
    static Course of(String sha256, String category) {
        Course course = values()[Integer.parseInt(sha256.substring(0, 4), 16) % values().length];
        return course == RECATEGORISE && !category.equals(TRAINING) ? NONE : course;
    }

    /** The reference of the hold of a recording. */
    static String reference(String recording) {
        return "R/" + recording;
    }

    /** In this order, and all at once. */
    List<Say> says() {
        return switch (this) {
            case NONE -> List.of();
            case HOLD -> List.of(Say.HOLD);
            case HOLD_AND_LIFT -> List.of(Say.HOLD, Say.LIFT);
            case RELEASE -> List.of(Say.RELEASE);
            case HOLD_AND_RELEASE -> List.of(Say.HOLD, Say.RELEASE);
            case HOLD_RELEASE_AND_RETAIN -> List.of(Say.HOLD, Say.RELEASE, Say.RETAIN);
            case RECATEGORISE -> List.of(Say.RECATEGORISE);
        };
    }

    /** Whether it is evidence in the end. */
    boolean isRetained() {
        return retained;
    }

    /** Whether a hold stands in the end. */
    boolean isHeld() {
        return held;
    }

    /** Whether it is disposed of in the end. */
    boolean isDisposed() {
        return !retained && !held;
    }

    /** The types of all messages about it to a case system that is told of it from the beginning, in their order. */
    List<String> messages() {
        List<String> types = new ArrayList<>(List.of("retained"));
        for (Say say : says()) {
            switch (say) {
                case RELEASE -> types.add("released");
                case RETAIN -> types.add("retained");
                case RECATEGORISE -> types.add("updated");
                case HOLD, LIFT -> {}
            }
        }
        if (isDisposed()) {
            types.add("disposed");
        }
        return types.stream().map(type -> "docket.evidence." + type + ".v1").toList();
    }
}
