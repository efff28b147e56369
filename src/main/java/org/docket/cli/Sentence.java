package org.docket.cli;

import org.docket.catalogue.Recording;
import org.docket.console.Words;
import org.docket.retention.Answer;

/** What became of a word, as a command says it. */
final class Sentence {
    private Sentence() {}

    /** For an answer that is no refusal. */
    static String of(Answer answer) {
        if (answer instanceof Answer.Taken taken) {
            return "Recording " + taken.recording().id() + " is now " + kept(taken.recording()) + ".";
        } else if (answer instanceof Answer.AlreadySo same) {
            return "Nothing changed: recording " + same.recording().id() + " is already " + kept(same.recording())
                    + ".";
        } else if (answer instanceof Answer.Waiting waiting) {
            return "Asked for recording " + waiting.recording().id() + ": " + waiting.reason() + ".";
        }
        throw new IllegalArgumentException("a refusal ends a command: " + answer.words());
    }

    private static String kept(Recording recording) {
        return Words.kept(recording.retained(), recording.dueAt(), recording.reviewAt());
    }
}
