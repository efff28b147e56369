package org.docket.retention;

import org.docket.catalogue.Recording;

/** What became of what somebody said of a recording. */
public sealed interface Answer {
    /**
     * It holds from now on.
     *
     * @param recording as it is now
     */
    record Taken(Recording recording) implements Answer {}

    /**
     * It was so already; nothing changed.
     *
     * @param recording as it is
     */
    record AlreadySo(Recording recording) implements Answer {}

    /**
     * It holds as soon as a second person approves it.
     *
     * @param recording as it is
     * @param reason who can approve it, and how
     */
    record Waiting(Recording recording, String reason) implements Answer {}

    /**
     * It is not done, and nothing changed.
     *
     * @param reason what is wrong, and what a person can do; goes on after a colon
     * @param ground what refuses it
     */
    record Refused(String reason, Ground ground) implements Answer {
        /** Refused whoever had said it. */
        public Refused(String reason) {
            this(reason, Ground.RULE);
        }

        /** Refused because the speaker lacks an authority that somebody else may have. */
        static Refused unauthorised(String reason) {
            return new Refused(reason, Ground.AUTHORITY);
        }
    }

    /** What can refuse something that was said. */
    enum Ground {
        /** A rule, or the state of the recording. */
        RULE,
        /** Who said it. */
        AUTHORITY
    }

    /** In a sentence, for whoever said it. */
    default String words() {
        if (this instanceof Taken taken) {
            return kept(taken.recording());
        } else if (this instanceof AlreadySo same) {
            return "nothing changed: " + kept(same.recording());
        } else if (this instanceof Waiting waiting) {
            return waiting.reason();
        }
        return ((Refused) this).reason();
    }

    private static String kept(Recording recording) {
        return "recording " + recording.id() + " is "
                + (recording.retained()
                        ? "retained; a person is asked at " + recording.reviewAt()
                        : "due for disposal at " + recording.dueAt());
    }

    /** The word for it in messages and on the wire: {@code taken}, {@code already}, {@code waiting} or {@code refused}. */
    default String word() {
        if (this instanceof Taken) {
            return "taken";
        } else if (this instanceof AlreadySo) {
            return "already";
        }
        return this instanceof Waiting ? "waiting" : "refused";
    }
}
