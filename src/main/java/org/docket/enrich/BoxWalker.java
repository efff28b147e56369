package org.docket.enrich;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Steps from box header to box header of one recording and never reads what lies between them. It descends only where its
 * caller does, and gives up after {@link #MAX_BOXES} headers, so that no structure can keep it busy.
 */
final class BoxWalker {
    /** Half a day of fragments of half a second each has about 175,000 boxes. */
    static final int MAX_BOXES = 200_000;

    private static final int HEADER = 8;
    private static final int LONG_HEADER = 16;

    private final RecordingBytes bytes;
    private final List<String> problems;
    private int seen;

    BoxWalker(RecordingBytes bytes, List<String> problems) {
        this.bytes = bytes;
        this.problems = problems;
    }

    /** The outermost boxes. */
    List<Box> outermost() throws IOException {
        return boxes(0, bytes.length(), "the recording");
    }

    /** The boxes directly inside {@code parent} that can be told apart. */
    List<Box> children(Box parent) throws IOException {
        return children(parent, 0);
    }

    /** The boxes directly inside {@code parent}, after {@code skip} bytes that belong to the parent itself. */
    List<Box> children(Box parent, int skip) throws IOException {
        return boxes(parent.body() + skip, parent.end(), parent.name());
    }

    /** The first box of that type directly inside {@code parent}. */
    Optional<Box> child(Box parent, String type) throws IOException {
        return first(children(parent), type);
    }

    static Optional<Box> first(List<Box> boxes, String type) {
        return boxes.stream().filter(box -> box.is(type)).findFirst();
    }

    private List<Box> boxes(long from, long to, String holder) throws IOException {
        List<Box> boxes = new ArrayList<>();
        long position = from;
        while (position < to) {
            if (seen == MAX_BOXES) {
                problems.add("the recording has more than " + MAX_BOXES + " boxes; the rest was not looked at");
                break;
            }
            seen++;
            Optional<Box> box = boxAt(position, to, holder);
            if (box.isEmpty()) {
                break;
            }
            boxes.add(box.get());
            position = box.get().end();
        }
        return boxes;
    }

    private Optional<Box> boxAt(long start, long limit, String holder) throws IOException {
        ByteBuffer header = bytes.read(start, (int) Math.min(LONG_HEADER, limit - start));
        if (header.remaining() < HEADER) {
            // QuickTime ends some lists of atoms with a zero.
            if (!isZero(header)) {
                problems.add(holder + " ends at byte " + limit + " in the middle of a box header");
            }
            return Optional.empty();
        }
        long size = Integer.toUnsignedLong(header.getInt());
        int code = header.getInt();
        long body = start + HEADER;
        if (size == 1) {
            if (header.remaining() < Long.BYTES) {
                problems.add(holder + " ends at byte " + limit + " in the middle of a box header");
                return Optional.empty();
            }
            size = header.getLong();
            body = start + LONG_HEADER;
        } else if (size == 0 && holder.equals("udta")) {
            return Optional.empty();
        } else if (size == 0 && Box.isNamed(code)) {
            size = limit - start;
        }
        if (!Box.isNamed(code) && !holder.equals("ilst")) {
            problems.add(holder + " is damaged from byte " + start + " on: no box begins there");
            return Optional.empty();
        }
        if (size < body - start) {
            problems.add(Box.nameOf(code) + " at byte " + start + " claims " + size
                    + " bytes, which is less than its own header");
            return Optional.empty();
        }
        if (size > limit - start) {
            problems.add(overrun(code, start, size, limit, holder));
        }
        return Optional.of(new Box(code, start, body, start + Math.min(size, limit - start)));
    }

    private String overrun(int code, long start, long size, long limit, String holder) {
        String claim = Box.nameOf(code) + " at byte " + start + " claims " + size + " bytes but ";
        return limit == bytes.length()
                ? claim + "the recording has " + bytes.length()
                : claim + holder + ", which holds it, has " + (limit - start) + " left";
    }

    private static boolean isZero(ByteBuffer rest) {
        while (rest.hasRemaining()) {
            if (rest.get() != 0) {
                return false;
            }
        }
        return true;
    }
}
