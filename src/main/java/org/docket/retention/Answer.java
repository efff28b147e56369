package org.docket.retention;

import java.util.List;
import java.util.stream.Collectors;
import org.docket.casework.Reply;
import org.docket.catalogue.Recording;

/** What became of what somebody said of a recording. */
public sealed interface Answer extends Reply {
    /**
     * It holds from now on.
     *
     * @param recording as it is now
     * @param besides what else is to be known of it, each goes on after a semicolon
     */
    record Taken(Recording recording, List<String> besides) implements Answer {
        Taken(Recording recording) {
            this(recording, List.of());
        }

        public Taken {
            besides = List.copyOf(besides);
        }
    }

    /**
     * It was so already; nothing changed.
     *
     * @param recording as it is
     * @param besides what else is to be known of it, each goes on after a semicolon
     */
    record AlreadySo(Recording recording, List<String> besides) implements Answer {
        AlreadySo(Recording recording) {
            this(recording, List.of());
        }

        public AlreadySo {
            besides = List.copyOf(besides);
        }
    }

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
    @Override
    default String words() {
        if (this instanceof Taken taken) {
            return kept(taken.recording(), taken.besides());
        } else if (this instanceof AlreadySo same) {
            return "nothing changed: " + kept(same.recording(), same.besides());
        } else if (this instanceof Waiting waiting) {
            return waiting.reason();
        }
        return ((Refused) this).reason();
    }

    /** The same with what else is to be known of the recording; a refusal or a wait says all by itself. */
    default Answer with(List<String> besides) {
        if (this instanceof Taken taken) {
            return new Taken(taken.recording(), besides);
        }
        return this instanceof AlreadySo same ? new AlreadySo(same.recording(), besides) : this;
    }

    private static String kept(Recording recording, List<String> besides) {
        return "recording " + recording.id() + " is "
                + (recording.retained()
                        ? "retained; a person is asked at " + recording.reviewAt()
                        : "due for disposal at " + recording.dueAt())
                + besides.stream().map("; "::concat).collect(Collectors.joining());
    }

    /** The word for it in messages and on the wire: {@code taken}, {@code already}, {@code waiting} or {@code refused}. */
    @Override
    default String word() {
        if (this instanceof Taken) {
            return "taken";
        } else if (this instanceof AlreadySo) {
            return "already";
        }
        return this instanceof Waiting ? "waiting" : "refused";
    }
}
