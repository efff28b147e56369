package org.docket.casework;

/** What somebody is answered who said something, and it was not refused. */
public interface Reply {
    /** The word for it in messages and on the wire: {@code taken}, {@code already}, {@code waiting} or {@code refused}. */
    String word();

    /** In a sentence. */
    String words();

    /** It holds from now on. */
    static Reply taken(String words) {
        return new Plain("taken", words);
    }

    /** It was so already, or came before. */
    static Reply already(String words) {
        return new Plain("already", "nothing changed: " + words);
    }

    /** A reply that says no more. */
    record Plain(String word, String words) implements Reply {}
}
