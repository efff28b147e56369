package org.docket.chaos;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** What a case system has to say of a recording, once it is told of it. The content of the recording decides. */
enum Course {
    /** Nothing. */
    NONE(true, false),
    HOLD(true, true, Say.HOLD),
    HOLD_AND_LIFT(true, false, Say.HOLD, Say.LIFT),
    RELEASE(false, false, Say.RELEASE),
    /** It is no evidence any more, and must not be disposed of. */
    HOLD_AND_RELEASE(false, true, Say.HOLD, Say.RELEASE),
    HOLD_RELEASE_AND_RETAIN(true, true, Say.HOLD, Say.RELEASE, Say.RETAIN),
    /** It is evidence of crime, and so the concern of another case system. */
    RECATEGORISE(true, false, Say.RECATEGORISE);

    static final String TRAINING = "training";
    static final String CRIME = "crime-evidence";

    /** What can be said, each once of a recording. */
    enum Say {
        HOLD("docket.hold.v1", "held", Map.of("kind", "review")),
        LIFT("docket.hold-lifted.v1", "hold-lifted", Map.of("kind", "review")),
        RELEASE("docket.decision.v1", "released", Map.of("decision", "release")),
        RETAIN("docket.decision.v1", "retained", Map.of("decision", "retain")),
        RECATEGORISE(
                "docket.decision.v1",
                "recategorised",
                Map.of("decision", "recategorise", "categories", List.of(CRIME)));

        private final String type;
        private final String act;
        private final Map<String, Object> data;

        Say(String type, String act, Map<String, Object> data) {
            this.type = type;
            this.act = act;
            this.data = data;
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
            Map<String, Object> all = new TreeMap<>(data);
            all.put("recordingId", recording);
            all.put("by", "DS Achebe");
            all.put("reason", "course of " + recording);
            if (data.containsKey("kind")) {
                all.put("reference", reference(recording));
            }
            return all;
        }
    }

    private final boolean retained;
    private final boolean held;
    private final List<Say> says;

    Course(boolean retained, boolean held, Say... says) {
        this.retained = retained;
        this.held = held;
        this.says = List.of(says);
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

    List<Say> says() {
        return says;
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
        for (Say say : says) {
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
