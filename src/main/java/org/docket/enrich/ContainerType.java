package org.docket.enrich;

import com.drew.imaging.FileType;
import com.drew.imaging.FileTypeDetector;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a recording is by its first bytes, whatever its name says.
 *
 * @param family how its metadata is laid out
 * @param mime MIME type; null where the content is nothing that Docket knows
 */
record ContainerType(Family family, @Nullable String mime) {
    /** Containers that are laid out alike, so that a name may say one and the content another without harm. */
    enum Family {
        /** ISO base media: MP4, QuickTime, 3GP. */
        ISO,
        AVI,
        WAVE,
        MPEG_TRANSPORT,
        MPEG_PROGRAM,
        MATROSKA,
        ASF,
        FLASH,
        MXF,
        MPEG_AUDIO,
        /** An image, a document, an archive: known, but no audio or video. */
        NO_MEDIA,
        /** Nothing that Docket knows. */
        UNKNOWN
    }

    /** Bytes from the start of a recording that {@link #detect} wants to see. */
    static final int HEAD = 1024;

    private static final Set<Integer> QUICKTIME_STARTS =
            Set.of(Box.codeOf("moov"), Box.codeOf("mdat"), Box.codeOf("wide"), Box.codeOf("free"), Box.codeOf("skip"));
    private static final Set<String> STILL_BRANDS = Set.of("mif1", "msf1", "heic", "heix", "hevc", "hevx");
    private static final int EBML = 0x1A45DFA3;
    private static final int MPEG_PACK = 0x000001BA;
    private static final byte TRANSPORT_SYNC = 0x47;

    private static final Map<FileType, Family> FAMILIES = Map.of(
            FileType.Avi, Family.AVI,
            FileType.Wav, Family.WAVE,
            FileType.Asf, Family.ASF,
            FileType.Flv, Family.FLASH,
            FileType.Mxf, Family.MXF,
            FileType.Mp3, Family.MPEG_AUDIO,
            FileType.Aac, Family.MPEG_AUDIO);

    /**
     * @param head the first {@link #HEAD} bytes, or all there are
     */
    static ContainerType detect(ByteBuffer head) {
        if (head.remaining() < 12) {
            return new ContainerType(Family.UNKNOWN, null);
        }
        int first = head.getInt(0);
        int second = head.getInt(4);
        if (second == Box.codeOf("ftyp")) {
            return byBrand(Box.typeOf(head.getInt(8)));
        } else if (QUICKTIME_STARTS.contains(second)) {
            return new ContainerType(Family.ISO, "video/quicktime");
        } else if (first == EBML) {
            return new ContainerType(Family.MATROSKA, "video/x-matroska");
        } else if (first == MPEG_PACK) {
            return new ContainerType(Family.MPEG_PROGRAM, "video/mpeg");
        } else if (isTransportStream(head)) {
            return new ContainerType(Family.MPEG_TRANSPORT, "video/mp2t");
        }
        return bySignature(head);
    }

    /** Whether a name with this extension promises another content. An extension that Docket does not know promises nothing. */
    boolean contradicts(String extension) {
        Family promised =
                switch (extension.toLowerCase(Locale.ROOT)) {
                    case "mp4", "m4v", "m4a", "mov", "qt", "3gp", "3gpp", "3g2", "f4v" -> Family.ISO;
                    case "avi" -> Family.AVI;
                    case "wav" -> Family.WAVE;
                    case "ts", "mts", "m2ts" -> Family.MPEG_TRANSPORT;
                    case "mpg", "mpeg", "vob" -> Family.MPEG_PROGRAM;
                    case "mkv", "mka", "webm" -> Family.MATROSKA;
                    case "asf", "wmv", "wma" -> Family.ASF;
                    case "flv" -> Family.FLASH;
                    case "mxf" -> Family.MXF;
                    case "mp3", "aac" -> Family.MPEG_AUDIO;
                    default -> family;
                };
        return promised != family;
    }

    private static ContainerType byBrand(String brand) {
        if (STILL_BRANDS.contains(brand)) {
            return new ContainerType(Family.NO_MEDIA, "image/heif");
        } else if (brand.equals("avif")) {
            return new ContainerType(Family.NO_MEDIA, "image/avif");
        } else if (brand.equals("qt  ")) {
            return new ContainerType(Family.ISO, "video/quicktime");
        } else if (brand.startsWith("3gp")) {
            return new ContainerType(Family.ISO, "video/3gpp");
        } else if (brand.startsWith("3g2")) {
            return new ContainerType(Family.ISO, "video/3gpp2");
        } else if (brand.startsWith("M4A") || brand.startsWith("M4B") || brand.startsWith("M4P")) {
            return new ContainerType(Family.ISO, "audio/mp4");
        }
        return new ContainerType(Family.ISO, "video/mp4");
    }

    /** Packets of 188 bytes that each begin with the sync byte, in camcorders after four bytes of time stamp. */
    private static boolean isTransportStream(ByteBuffer head) {
        return isSynchronous(head, 0, 188) || isSynchronous(head, 4, 192);
    }

    private static boolean isSynchronous(ByteBuffer head, int offset, int packet) {
        for (int i = 0; i < 3; i++) {
            int at = offset + i * packet;
            if (at >= head.remaining() || head.get(at) != TRANSPORT_SYNC) {
                return false;
            }
        }
        return true;
    }

    private static ContainerType bySignature(ByteBuffer head) {
        byte[] bytes = new byte[head.remaining()];
        head.get(head.position(), bytes);
        try {
            FileType type = FileTypeDetector.detectFileType(new ByteArrayInputStream(bytes));
            if (type == FileType.Unknown) {
                return new ContainerType(Family.UNKNOWN, null);
            }
            return new ContainerType(FAMILIES.getOrDefault(type, Family.NO_MEDIA), type.getMimeType());
        } catch (IOException e) {
            throw new UncheckedIOException("Bytes in memory could not be read", e);
        }
    }
}
