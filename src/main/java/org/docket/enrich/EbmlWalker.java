package org.docket.enrich;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Steps from element to element of one EBML recording (RFC 8794) and never reads what lies between them. It gives up after
 * {@link #MOST_ELEMENTS}, so that no structure can keep it busy.
 */
final class EbmlWalker {
    static final int MOST_ELEMENTS = 10_000;
    /** An id of four bytes and a length of eight. */
    private static final int LONGEST_HEADER = 12;

    private static final int LONGEST_TEXT = 256;

    private final RecordingBytes bytes;
    private final List<String> problems;
    private int seen;

    EbmlWalker(RecordingBytes bytes, List<String> problems) {
        this.bytes = bytes;
        this.problems = problems;
    }

    /**
     * One element.
     *
     * @param id as it stands in the header, with its marker
     * @param body position of the first byte of its content
     * @param end position of the first byte after it, never beyond what holds it
     * @param sized whether the length was written; a recording that was never finished lacks some
     */
    record Element(long id, long start, long body, long end, boolean sized) {}

    /** The element at a position; empty if none can begin there. */
    Optional<Element> at(long start, long limit) throws IOException {
        ByteBuffer header = bytes.read(start, (int) Math.max(0, Math.min(LONGEST_HEADER, limit - start)));
        int idLength = header.hasRemaining() ? Integer.numberOfLeadingZeros(header.get(0) & 0xFF) - 23 : 9;
        seen++;
        if (isExhausted() || idLength > 4 || header.remaining() <= idLength) {
            return Optional.empty();
        }
        long id = number(header, idLength);
        int sizeLength = Integer.numberOfLeadingZeros(header.get(idLength) & 0xFF) - 23;
        if (sizeLength > 8 || header.remaining() < sizeLength) {
            return Optional.empty();
        }
        // A length of which all bits are set is not known.
        long unknown = (1L << (7 * sizeLength)) - 1;
        long size = number(header, sizeLength) & unknown;
        long body = start + idLength + sizeLength;
        boolean sized = size != unknown;
        if (sized && size > limit - body) {
            problems.add(overrun(id, start, size, limit, limit - body));
        }
        return Optional.of(new Element(id, start, body, sized && size <= limit - body ? body + size : limit, sized));
    }

    private String overrun(long id, long start, long size, long limit, long left) {
        String claim = MatroskaReader.name(id) + " at byte " + start + " claims " + size + " bytes but ";
        return limit == bytes.length()
                ? claim + "the recording has " + bytes.length()
                : claim + "what holds it has " + left + " left";
    }

    /** Whether so many elements were met that no more are looked at. */
    boolean isExhausted() {
        return seen > MOST_ELEMENTS;
    }

    /** Notes that no element begins where one should. */
    void damaged(String holder, long position) {
        problems.add(
                isExhausted()
                        ? "the recording has more than " + MOST_ELEMENTS + " elements; the rest was not looked at"
                        : holder + " is damaged from byte " + position + " on: no element begins there");
    }

    /** The elements directly inside {@code parent}, up to the first place where none can begin. */
    List<Element> children(Element parent) throws IOException {
        List<Element> children = new ArrayList<>();
        long position = parent.body();
        while (position < parent.end()) {
            Optional<Element> child = at(position, parent.end());
            if (child.isEmpty()) {
                damaged(MatroskaReader.name(parent.id()), position);
                break;
            }
            children.add(child.get());
            position = child.get().end();
        }
        return children;
    }

    @Nullable
    Long number(Element element) throws IOException {
        ByteBuffer value = content(element, Long.BYTES);
        return value.hasRemaining() ? Long.valueOf(number(value, value.remaining())) : null;
    }

    /** A number with a fraction, of four or eight bytes. */
    @Nullable
    Double fraction(Element element) throws IOException {
        ByteBuffer value = content(element, Double.BYTES);
        return switch (value.remaining()) {
            case Float.BYTES -> (double) value.getFloat();
            case Double.BYTES -> value.getDouble();
            default -> null;
        };
    }

    @Nullable
    String text(Element element) throws IOException {
        ByteBuffer value = content(element, LONGEST_TEXT);
        return Plausible.text(StandardCharsets.UTF_8.decode(value).toString());
    }

    private ByteBuffer content(Element element, int longest) throws IOException {
        return bytes.read(element.body(), (int) Math.min(longest, element.end() - element.body()));
    }

    private static long number(ByteBuffer bytes, int length) {
        long number = 0;
        for (int i = 0; i < length; i++) {
            number = (number << 8) | (bytes.get() & 0xFF);
        }
        return number;
    }
}
