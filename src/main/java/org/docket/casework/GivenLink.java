package org.docket.casework;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The link of a message. Whoever reads it can read the recording, so no error may quote it. */
final class GivenLink {
    /** Of what is secret in a link, so many characters in a row tell that it is quoted. */
    private static final int PIECE = 6;

    private static final Pattern SIGNATURE = Pattern.compile("(?i)(?<=\\bsig(=|%3D))[^\\s&\"']+");
    private static final Pattern PLACE = Pattern.compile("(?s)([^:]*:\\d+:\\d+): .*");

    private final String type;
    private final String url;

    private GivenLink(String type, String url) {
        this.type = type;
        this.url = url;
    }

    /** The link of that message, if it has one. */
    static Optional<GivenLink> of(ObjectNode event) {
        String type = event.path("type").asText();
        String url = event.at(type.equals(LinkMessage.TYPE) ? "/data/url" : "/data/link/url")
                .asText();
        return url.isEmpty() ? Optional.empty() : Optional.of(new GivenLink(type, url));
    }

    /** The same failure without anything of the link; its causes quote it too. */
    UnwritableMessage hidden(UnwritableMessage failure) {
        return new UnwritableMessage(hidden(String.valueOf(failure.getMessage())));
    }

    private String hidden(String reason) {
        if (type.equals(LinkMessage.TYPE)) {
            return withheld(reason);
        }
        String shown = SIGNATURE.matcher(reason.replace(url, "(the link)")).replaceAll("(hidden)");
        return quotes(shown) ? withheld(reason) : shown;
    }

    private String withheld(String reason) {
        if (!quotes(reason) && !PLACE.matcher(reason).matches()) {
            return reason;
        }
        Matcher place = PLACE.matcher(reason);
        return (place.matches() && !quotes(place.group(1)) ? place.group(1) : "the transformation")
                + ": fails on a message of " + type + " with a link, and what it says may quote that;"
                + " try it on one with a link that is over";
    }

    /** Whether a piece of the signature stands there, in whatever case and with whatever escapes. */
    private boolean quotes(String words) {
        Matcher signature = SIGNATURE.matcher(url);
        String secret = signature.find() ? signature.group() : url;
        String lower = words.toLowerCase(Locale.ROOT);
        return hasPiece(lower, secret) || hasPiece(lower, URLDecoder.decode(secret, StandardCharsets.UTF_8));
    }

    private static boolean hasPiece(String lower, String secret) {
        String sought = secret.toLowerCase(Locale.ROOT);
        for (int i = 0; i + PIECE <= sought.length(); i++) {
            if (lower.contains(sought.substring(i, i + PIECE))) {
                return true;
            }
        }
        return lower.contains(sought);
    }
}
