package org.docket.dialect;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bytes as text, in which each part can be found again as bytes.
 *
 * @param start how many bytes come before the text: those of a byte order mark
 */
record Decoded(String text, Charset charset, int start) {
    private static final Charset WINDOWS = Charset.forName("windows-1252");
    private static final byte[] UTF_8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] UTF_16BE_MARK = {(byte) 0xFE, (byte) 0xFF};
    private static final byte[] UTF_16LE_MARK = {(byte) 0xFF, (byte) 0xFE};

    /**
     * Decodes.
     *
     * @param charset UTF-8 or one of one byte a character; if absent, what a byte order mark says, else UTF-8 if the bytes are that,
     *     else Windows-1252
     */
    static Decoded of(byte[] bytes, @Nullable Charset charset) throws UnreadableException {
        int mark = startsWith(bytes, UTF_8_MARK) ? UTF_8_MARK.length : 0;
        if (charset != null && isOneByte(charset)) {
            return loosely(bytes, charset, 0);
        }
        if (charset == null && startsWith(bytes, UTF_16BE_MARK)) {
            return strictly(bytes, StandardCharsets.UTF_16BE, UTF_16BE_MARK.length);
        }
        if (charset == null && startsWith(bytes, UTF_16LE_MARK)) {
            return strictly(bytes, StandardCharsets.UTF_16LE, UTF_16LE_MARK.length);
        }
        try {
            return strictly(bytes, StandardCharsets.UTF_8, mark);
        } catch (UnreadableException e) {
            if (charset == null) {
                return loosely(bytes, WINDOWS, mark);
            }
            throw e;
        }
    }

    /** How many bytes a part of the text has. */
    int bytes(int from, int to) {
        return isOneByte(charset) ? to - from : text.substring(from, to).getBytes(charset).length;
    }

    static boolean isOneByte(Charset charset) {
        return charset.canEncode() && charset.newEncoder().maxBytesPerChar() == 1.0f;
    }

    private static boolean startsWith(byte[] bytes, byte[] mark) {
        return bytes.length >= mark.length && Arrays.equals(bytes, 0, mark.length, mark, 0, mark.length);
    }

    private static Decoded loosely(byte[] bytes, Charset charset, int start) {
        return new Decoded(new String(bytes, start, bytes.length - start, charset), charset, start);
    }

    private static Decoded strictly(byte[] bytes, Charset charset, int start) throws UnreadableException {
        try {
            String text = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, start, bytes.length - start))
                    .toString();
            return new Decoded(text, charset, start);
        } catch (CharacterCodingException e) {
            throw new UnreadableException("is no text in " + charset.name(), e);
        }
    }
}
