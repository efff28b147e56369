package org.docket.enrich;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** The first video stream and the first sound stream of an AVI, by their headers (AVISTREAMHEADER) and formats. */
final class AviStreams {
    private static final int MOST = 64;
    private static final int VIDEO = Integer.reverseBytes(Box.codeOf("vids"));
    private static final int SOUND = Integer.reverseBytes(Box.codeOf("auds"));

    private @Nullable ByteBuffer video;
    private @Nullable String soundCodec;
    private int last;
    private int seen;

    boolean mayHaveMore() {
        return seen < MOST;
    }

    /** @param chunk the whole chunk {@code strh}, or nothing if it was too short */
    void addHeader(byte[] chunk) {
        seen++;
        if (chunk.length == 0) {
            return;
        }
        ByteBuffer header = ByteBuffer.wrap(chunk, RiffWalker.HEADER, chunk.length - RiffWalker.HEADER)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN);
        last = header.getInt(0);
        if (last == VIDEO && video == null) {
            video = header;
        }
    }

    /** @param format the start of the chunk {@code strf} of the stream whose header came last */
    void addFormat(ByteBuffer format) {
        if (last == SOUND && soundCodec == null && format.remaining() >= 2) {
            soundCodec = codec(
                    Short.toUnsignedInt(format.order(ByteOrder.LITTLE_ENDIAN).getShort()));
        }
    }

    /** Running time: length in frames at 32. */
    @Nullable
    Double seconds() {
        double rate = rate();
        return video == null || rate == 0 ? null : Plausible.seconds(Integer.toUnsignedLong(video.getInt(32)) / rate);
    }

    @Nullable
    Double framesPerSecond() {
        return Plausible.framesPerSecond(rate());
    }

    @Nullable
    String soundCodec() {
        return soundCodec;
    }

    /** Frames in a second: scale at 20, rate at 24; 0 where that is not said. */
    private double rate() {
        long scale = video == null ? 0 : Integer.toUnsignedLong(video.getInt(20));
        return video == null || scale == 0 ? 0 : (double) Integer.toUnsignedLong(video.getInt(24)) / scale;
    }

    /** The registered numbers (WAVEFORMATEX) that cameras use. */
    private static @Nullable String codec(int number) {
        return switch (number) {
            case 0x0001 -> "pcm";
            case 0x0002, 0x0011 -> "adpcm";
            case 0x0006 -> "alaw";
            case 0x0007 -> "mulaw";
            case 0x0050 -> "mp2";
            case 0x0055 -> "mp3";
            case 0x00FF, 0x1600 -> "aac";
            case 0x2000 -> "ac3";
            default -> null;
        };
    }
}
