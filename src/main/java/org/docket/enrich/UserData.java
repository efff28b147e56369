package org.docket.enrich;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.docket.catalogue.Location;
import org.jspecify.annotations.Nullable;

/**
 * What the camera wrote about itself and the place: the key-value list of Apple and Android, the older texts of QuickTime's
 * user data, 3GPP's place and GoPro's settings. The keys win where several speak.
 */
final class UserData {
    /** The first fix, as ISO 6709. */
    private static final String PLACE = "com.apple.quicktime.location.ISO6709";

    private static final int LONGEST_KEYS = 1 << 16;
    private static final int LONGEST_TEXT = 1 << 10;
    private static final int LONGEST_SETTINGS = 1 << 13;
    private static final int MOST_KEYS = 1000;
    /** Cameras write one or two lists of keys, places or settings; a recording with thousands was made to be read for long. */
    private static final int MOST_LISTS = 16;

    private static final int UTF_8 = 1;
    private static final Set<String> TEXTS = Set.of("©mak", "©mod", "©swr", "©xyz");
    /** 3GPP's place, GoPro's firmware and settings. */
    private static final Set<String> OTHERS = Set.of("loci", "FIRM", "GPMF");
    /** Length and language of a text in the user data. */
    private static final int TEXT_HEADER = 4;

    private final Map<String, String> texts = new HashMap<>();
    private @Nullable Location place;
    private int lists;

    private UserData() {}

    static UserData read(List<Box> movie, BoxWalker walker, RecordingBytes bytes) throws IOException {
        UserData data = new UserData();
        for (Box box : movie) {
            if (box.is("meta")) {
                data.readKeys(box, walker, bytes);
            } else if (box.is("udta")) {
                data.readTexts(box, walker, bytes);
            }
        }
        return data;
    }

    @Nullable
    String make() {
        return first("com.apple.quicktime.make", "com.android.manufacturer", "©mak");
    }

    @Nullable
    String model() {
        return first("com.apple.quicktime.model", "com.android.model", "©mod", GoPro.MODEL);
    }

    @Nullable
    String serial() {
        return first(GoPro.SERIAL);
    }

    @Nullable
    String firmware() {
        String android = first("com.android.version");
        String software = first("com.apple.quicktime.software");
        if (software != null) {
            return software;
        }
        return android != null ? "Android " + android : first("©swr", GoPro.FIRMWARE);
    }

    /** The first of the places that are written that can be one. */
    @Nullable
    Location place() {
        Location text = Plausible.iso6709(texts.get("©xyz"));
        Location key = text != null ? text : Plausible.iso6709(texts.get(PLACE));
        return key != null ? key : place;
    }

    private @Nullable String first(String... names) {
        for (String name : names) {
            String text = Plausible.text(texts.get(name));
            if (text != null) {
                return text;
            }
        }
        return null;
    }

    private void readKeys(Box meta, BoxWalker walker, RecordingBytes bytes) throws IOException {
        // QuickTime's meta holds boxes only; that of ISO/IEC 14496-12 has version and flags before them.
        ByteBuffer start = bytes.read(meta.body(), (int) Math.min(8, meta.bodyLength()));
        boolean plain = start.remaining() == 8 && start.getInt(4) == Box.codeOf("hdlr");
        if (!plain && meta.bodyLength() < 4) {
            return;
        }
        List<Box> parts = walker.children(meta, plain ? 0 : 4);
        Optional<Box> keys = BoxWalker.first(parts, "keys");
        Optional<Box> list = BoxWalker.first(parts, "ilst");
        if (keys.isEmpty() || list.isEmpty() || ++lists > MOST_LISTS) {
            return;
        }
        Map<Integer, String> names = names(keys.get(), bytes);
        for (Box entry : walker.children(list.get())) {
            String name = names.get(entry.code());
            Optional<Box> data = name == null ? Optional.empty() : walker.child(entry, "data");
            if (name != null && data.isPresent()) {
                readValue(name, data.get(), bytes);
            }
        }
    }

    /** The names of the keys by their place in the list, the first being 1. */
    private static Map<Integer, String> names(Box keys, RecordingBytes bytes) throws IOException {
        Map<Integer, String> names = new HashMap<>();
        ByteBuffer list = bytes.read(keys.body(), (int) Math.min(keys.bodyLength(), LONGEST_KEYS));
        if (list.remaining() < 8) {
            return names;
        }
        list.position(8);
        for (int i = 1; i <= MOST_KEYS && list.remaining() >= 8; i++) {
            int length = list.getInt() - 8;
            list.getInt();
            if (length < 0 || length > list.remaining()) {
                break;
            }
            names.put(i, utf8(list, length));
        }
        return names;
    }

    private void readValue(String name, Box data, RecordingBytes bytes) throws IOException {
        ByteBuffer value = bytes.read(data.body(), (int) Math.min(data.bodyLength(), LONGEST_TEXT));
        if (value.remaining() > 8 && value.getInt() == UTF_8) {
            value.getInt();
            texts.putIfAbsent(name, utf8(value, value.remaining()));
        }
    }

    private void readTexts(Box udta, BoxWalker walker, RecordingBytes bytes) throws IOException {
        for (Box box : walker.children(udta)) {
            String name = Box.typeOf(box.code());
            if (TEXTS.contains(name) && !texts.containsKey(name)) {
                readText(name, box, bytes);
            } else if (OTHERS.contains(name) && ++lists > MOST_LISTS) {
                return;
            } else if (box.is("loci") && place == null) {
                place = ThirdGenerationPlace.read(content(box, LONGEST_TEXT, bytes));
            } else if (box.is("FIRM")) {
                ByteBuffer text = content(box, LONGEST_TEXT, bytes);
                texts.putIfAbsent(GoPro.FIRMWARE, utf8(text, text.remaining()));
            } else if (box.is("GPMF")) {
                GoPro.settings(content(box, LONGEST_SETTINGS, bytes)).forEach(texts::putIfAbsent);
            }
        }
    }

    private void readText(String name, Box box, RecordingBytes bytes) throws IOException {
        ByteBuffer text = content(box, LONGEST_TEXT, bytes);
        if (text.remaining() > TEXT_HEADER) {
            int length = Short.toUnsignedInt(text.getShort(0));
            text.position(TEXT_HEADER);
            texts.putIfAbsent(name, utf8(text, Math.min(length, text.remaining())));
        }
    }

    private static ByteBuffer content(Box box, int longest, RecordingBytes bytes) throws IOException {
        return bytes.read(box.body(), (int) Math.min(box.bodyLength(), longest));
    }

    private static String utf8(ByteBuffer buffer, int length) {
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
