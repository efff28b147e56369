package org.docket.dialect;

import java.util.regex.Pattern;

/** A text from outside as a sentence may quote it: of bounded length, and with nothing in it that could disturb a screen. */
public final class Excerpt {
    private static final int LONGEST = 80;
    private static final Pattern DISTURBING = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Zl}\\p{Zp}]");

    private Excerpt() {}

    /** At most its first 80 characters, with U+FFFD for those that are controls or parts of one. */
    public static String of(String text) {
        boolean isLong = text.codePointCount(0, text.length()) > LONGEST;
        String start = isLong ? text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…" : text;
        return DISTURBING.matcher(start).replaceAll("\uFFFD");
    }
}
