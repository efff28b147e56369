package org.docket.enrich;

import com.drew.imaging.riff.RiffProcessingException;
import com.drew.imaging.riff.RiffReader;
import com.drew.lang.SequentialByteArrayReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.avi.AviDirectory;
import com.drew.metadata.avi.AviRiffHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.docket.catalogue.Media;
import org.docket.enrich.RiffWalker.Chunk;
import org.jspecify.annotations.Nullable;

/**
 * Reads AVI. Frame size and codec come from metadata-extractor; running time and frame rate from the stream header itself,
 * since metadata-extractor rounds the one to seconds and takes the other's whole numbers for floating-point ones.
 */
final class AviReader {
    /** What comes before the chunks: RIFF, a length, and the form {@code AVI }. */
    private static final int FORM_HEADER = 12;

    private static final int SHORTEST_MAIN_HEADER = 40;
    private static final int SHORTEST_STREAM_HEADER = 36;
    private static final int LONGEST_HEADER = 256;
    private static final int MOST_STREAMS = 64;

    private AviReader() {}

    static Media read(RecordingBytes bytes, @Nullable String mime, List<String> problems) throws IOException {
        RiffWalker walker = new RiffWalker(bytes, problems);
        List<Chunk> top = form(bytes, walker, problems);
        if (top.stream().noneMatch(chunk -> chunk.list() && chunk.is("movi"))) {
            problems.add("the recording has no picture or sound: there is no movi list");
        }
        Optional<Chunk> headers =
                top.stream().filter(chunk -> chunk.list() && chunk.is("hdrl")).findFirst();
        if (headers.isEmpty()) {
            problems.add("the recording has no header list (hdrl)");
            return Media.unreadable(mime);
        }
        List<ByteBuffer> streams = new ArrayList<>();
        ByteArrayOutputStream excerpt = new ByteArrayOutputStream();
        collect(headers.get(), walker, bytes, excerpt, streams);
        return media(mime, extract(excerpt.toByteArray(), problems), streams);
    }

    /** The chunks of the first RIFF form. Long recordings have more forms after it, with nothing but pictures. */
    private static List<Chunk> form(RecordingBytes bytes, RiffWalker walker, List<String> problems) throws IOException {
        long claimed = Integer.toUnsignedLong(
                bytes.read(4, 4).order(ByteOrder.LITTLE_ENDIAN).getInt());
        if (claimed == 0) {
            problems.add("RIFF claims 0 bytes: the recording was never finished");
            return walker.chunks(FORM_HEADER, bytes.length());
        }
        Chunk riff = walker.chunks(0, bytes.length()).get(0);
        return walker.chunks(riff.body(), riff.end());
    }

    /** Gathers the main header and the stream headers. */
    private static void collect(
            Chunk headers,
            RiffWalker walker,
            RecordingBytes bytes,
            ByteArrayOutputStream excerpt,
            List<ByteBuffer> streams)
            throws IOException {
        for (Chunk chunk : walker.chunks(headers.body(), headers.end())) {
            if (chunk.is("avih")) {
                excerpt.writeBytes(copy(chunk, bytes, SHORTEST_MAIN_HEADER));
            } else if (chunk.list() && chunk.is("strl") && streams.size() < MOST_STREAMS) {
                for (Chunk part : walker.chunks(chunk.body(), chunk.end())) {
                    byte[] header = part.is("strh") ? copy(part, bytes, SHORTEST_STREAM_HEADER) : new byte[0];
                    if (header.length > 0) {
                        excerpt.writeBytes(header);
                        streams.add(ByteBuffer.wrap(header, RiffWalker.HEADER, header.length - RiffWalker.HEADER)
                                .slice()
                                .order(ByteOrder.LITTLE_ENDIAN));
                    }
                }
            }
        }
    }

    /** The chunk with its header, or nothing if it is too short to hold what its kind holds. */
    private static byte[] copy(Chunk chunk, RecordingBytes bytes, int shortest) throws IOException {
        int length = (int) Math.min(LONGEST_HEADER, chunk.end() - chunk.body()) & ~1;
        return length < shortest ? new byte[0] : chunk(chunk.name(), bytes.copy(chunk.body(), length));
    }

    private static byte[] chunk(String name, byte[] body) {
        return ByteBuffer.allocate(RiffWalker.HEADER + body.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(name.getBytes(StandardCharsets.ISO_8859_1))
                .putInt(body.length)
                .put(body)
                .array();
    }

    /** Lets metadata-extractor read the headers alone: it sizes its arrays by the lengths it meets. */
    private static Metadata extract(byte[] headers, List<String> problems) {
        byte[] form = ByteBuffer.allocate(4 + headers.length)
                .put("AVI ".getBytes(StandardCharsets.ISO_8859_1))
                .put(headers)
                .array();
        Metadata metadata = new Metadata();
        try {
            new RiffReader()
                    .processRiff(new SequentialByteArrayReader(chunk("RIFF", form)), new AviRiffHandler(metadata));
        } catch (RiffProcessingException | IOException | RuntimeException e) {
            // why: hostile numbers can make the library throw anything; the recording is still evidence
            problems.add("the container could not be read in full: " + e.getMessage());
        }
        ExtractorErrors.addTo(problems, metadata);
        return metadata;
    }

    private static Media media(@Nullable String mime, Metadata metadata, List<ByteBuffer> streams) {
        AviDirectory avi = metadata.getFirstDirectoryOfType(AviDirectory.class);
        if (avi == null) {
            return Media.unreadable(mime);
        }
        Optional<ByteBuffer> video = streams.stream()
                .filter(header -> header.getInt(0) == Integer.reverseBytes(Box.codeOf("vids")))
                .findFirst();
        return new Media(
                mime,
                video.map(AviReader::seconds).orElse(null),
                Plausible.pixels(avi.getInteger(AviDirectory.TAG_WIDTH)),
                Plausible.pixels(avi.getInteger(AviDirectory.TAG_HEIGHT)),
                null,
                Plausible.text(avi.getString(AviDirectory.TAG_VIDEO_CODEC)),
                null,
                video.map(AviReader::framesPerSecond).orElse(null),
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** The stream header (AVISTREAMHEADER): scale at 20, rate at 24, length in frames at 32. */
    private static @Nullable Double seconds(ByteBuffer stream) {
        double rate = rate(stream);
        return rate > 0 ? Plausible.seconds(Integer.toUnsignedLong(stream.getInt(32)) / rate) : null;
    }

    private static @Nullable Double framesPerSecond(ByteBuffer stream) {
        return Plausible.framesPerSecond(rate(stream));
    }

    private static double rate(ByteBuffer stream) {
        long scale = Integer.toUnsignedLong(stream.getInt(20));
        return scale == 0 ? 0 : (double) Integer.toUnsignedLong(stream.getInt(24)) / scale;
    }
}
