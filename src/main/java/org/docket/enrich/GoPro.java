package org.docket.enrich;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.docket.catalogue.Location;
import org.jspecify.annotations.Nullable;

/**
 * What GoPro cameras write in a format of their own (GPMF): settings in the user data, telemetry in a track. Entries with a
 * key of four letters lie one after the other; those of type 0 hold others.
 */
final class GoPro {
    static final String SERIAL = "CASN";
    static final String MODEL = "MINF";
    static final String FIRMWARE = "FMWR";

    private static final Set<String> SETTINGS = Set.of(SERIAL, MODEL, FIRMWARE);
    private static final int HEADER = 8;
    private static final int MOST_ENTRIES = 1000;
    private static final int MOST_TELEMETRY = 1 << 16;
    /** A fix in two dimensions; less is none. */
    private static final int FIX = 2;

    private GoPro() {}

    /** One entry: its key, the type of its values, and their bytes. */
    private record Entry(String key, char type, ByteBuffer values) {}

    /** The settings by their key. */
    static Map<String, String> settings(ByteBuffer content) {
        Map<String, String> settings = new HashMap<>();
        for (Entry device : entries(content, "DEVC")) {
            for (Entry stream : entries(device.values(), "STRM")) {
                for (Entry entry : entries(stream.values(), null)) {
                    if (entry.type() == 'c' && SETTINGS.contains(entry.key())) {
                        settings.putIfAbsent(entry.key(), text(entry.values()));
                    }
                }
            }
        }
        return settings;
    }

    /** Where the camera was at the start: the first fix of the first second of telemetry, if the receiver had one then. */
    static @Nullable Location place(List<Track> tracks, RecordingBytes bytes) throws IOException {
        for (Track track : tracks) {
            if ("gpmd".equals(track.codec())) {
                Optional<SamplePlaces.Place> sample =
                        new SamplePlaces(track.boxes().samples(), bytes).first();
                if (sample.isPresent() && sample.get().length() <= MOST_TELEMETRY) {
                    return place(bytes.read(
                            sample.get().position(), (int) sample.get().length()));
                }
            }
        }
        return null;
    }

    private static @Nullable Location place(ByteBuffer telemetry) {
        for (Entry device : entries(telemetry, "DEVC")) {
            for (Entry stream : entries(device.values(), "STRM")) {
                Map<String, Entry> parts = new HashMap<>();
                entries(stream.values(), null).forEach(entry -> parts.putIfAbsent(entry.key(), entry));
                Location place = fix(parts.get("GPSF"), parts.get("SCAL"), parts.get("GPS5"));
                if (place != null) {
                    return place;
                }
            }
        }
        return null;
    }

    /** Latitude and longitude are the first two numbers of a fix, each to be divided by its scale. */
    private static @Nullable Location fix(@Nullable Entry quality, @Nullable Entry scale, @Nullable Entry fixes) {
        if (quality == null
                || quality.values().remaining() < 4
                || quality.values().getInt(0) < FIX) {
            return null;
        }
        if (scale == null || scale.type() != 'l' || scale.values().remaining() < 8) {
            return null;
        }
        if (fixes == null || fixes.type() != 'l' || fixes.values().remaining() < 8) {
            return null;
        }
        double lat = (double) fixes.values().getInt(0) / scale.values().getInt(0);
        double lon = (double) fixes.values().getInt(4) / scale.values().getInt(4);
        return Plausible.place(lat, lon);
    }

    /** The entries that lie in {@code content}, those of one key only if one is given, up to the first that cannot be one. */
    private static List<Entry> entries(ByteBuffer content, @Nullable String key) {
        List<Entry> entries = new ArrayList<>();
        ByteBuffer rest = content.duplicate();
        for (int i = 0; i < MOST_ENTRIES && rest.remaining() >= HEADER; i++) {
            int code = rest.getInt();
            char type = (char) Byte.toUnsignedInt(rest.get());
            int length = Byte.toUnsignedInt(rest.get()) * Short.toUnsignedInt(rest.getShort());
            if (code == 0 || length > rest.remaining()) {
                break;
            }
            if (key == null || code == Box.codeOf(key)) {
                entries.add(new Entry(Box.typeOf(code), type, rest.slice(rest.position(), length)));
            }
            rest.position(Math.min(rest.limit(), rest.position() + (length + 3) / 4 * 4));
        }
        return entries;
    }

    private static String text(ByteBuffer values) {
        return StandardCharsets.ISO_8859_1.decode(values.duplicate()).toString();
    }
}
