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
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.docket.catalogue.Media;
import org.docket.enrich.RiffWalker.Chunk;
import org.jspecify.annotations.Nullable;

/**
 * Reads AVI. Frame size and codec come from metadata-extractor; running time and frame rate from the stream header itself,
 * since metadata-extractor rounds the one to seconds and takes the other's whole numbers for floating-point ones; date and
 * software from the chunks in which cameras write them.
 */
final class AviReader {
    /** What comes before the chunks: RIFF, a length, and the form {@code AVI }. */
    private static final int FORM_HEADER = 12;

    private static final int SHORTEST_MAIN_HEADER = 40;
    private static final int SHORTEST_STREAM_HEADER = 36;
    private static final int LONGEST_HEADER = 256;
    private static final int LONGEST_TEXT = 256;

    private final Clock clock;

    AviReader(Clock clock) {
        this.clock = clock;
    }

    /** @param zone in which the camera's clock runs: AVI has local times only */
    Media read(RecordingBytes bytes, @Nullable String mime, ZoneId zone, List<String> problems) throws IOException {
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
        AviStreams streams = new AviStreams();
        ByteArrayOutputStream excerpt = new ByteArrayOutputStream();
        @Nullable String date = collect(headers.get(), walker, bytes, excerpt, streams);
        @Nullable String software = null;
        for (Chunk chunk : top) {
            if (chunk.list() && chunk.is("INFO")) {
                software = text("ISFT", walker.chunks(chunk.body(), chunk.end()), bytes);
            }
        }
        Metadata metadata = extract(excerpt.toByteArray(), problems);
        AviDirectory avi = metadata.getFirstDirectoryOfType(AviDirectory.class);
        return avi == null ? Media.unreadable(mime) : media(mime, avi, streams, AviDate.read(date, zone), software);
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

    /** Gathers the main header and the stream headers, and returns the date if there is one. */
    private static @Nullable String collect(
            Chunk headers, RiffWalker walker, RecordingBytes bytes, ByteArrayOutputStream excerpt, AviStreams streams)
            throws IOException {
        List<Chunk> chunks = walker.chunks(headers.body(), headers.end());
        for (Chunk chunk : chunks) {
            if (chunk.is("avih")) {
                excerpt.writeBytes(copy(chunk, bytes, SHORTEST_MAIN_HEADER));
            } else if (chunk.list() && chunk.is("strl") && streams.mayHaveMore()) {
                byte[] header = new byte[0];
                for (Chunk part : walker.chunks(chunk.body(), chunk.end())) {
                    if (part.is("strh")) {
                        header = copy(part, bytes, SHORTEST_STREAM_HEADER);
                        excerpt.writeBytes(header);
                        streams.addHeader(header);
                    } else if (part.is("strf") && header.length > 0) {
                        streams.addFormat(bytes.read(part.body(), (int) Math.min(2, part.end() - part.body())));
                    }
                }
            }
        }
        return text("IDIT", chunks, bytes);
    }

    private static @Nullable String text(String name, List<Chunk> chunks, RecordingBytes bytes) throws IOException {
        for (Chunk chunk : chunks) {
            if (chunk.is(name)) {
                byte[] text = bytes.copy(chunk.body(), (int) Math.min(LONGEST_TEXT, chunk.end() - chunk.body()));
                return new String(text, StandardCharsets.ISO_8859_1);
            }
        }
        return null;
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

    private Media media(
            @Nullable String mime,
            AviDirectory avi,
            AviStreams streams,
            @Nullable Instant createdAt,
            @Nullable String software) {
        Integer width = Plausible.pixels(avi.getInteger(AviDirectory.TAG_WIDTH));
        return new Media(
                mime,
                streams.seconds(),
                width,
                Plausible.pixels(avi.getInteger(AviDirectory.TAG_HEIGHT)),
                // AVI has no way to say that a picture is to be turned.
                width == null ? null : 0,
                Plausible.text(avi.getString(AviDirectory.TAG_VIDEO_CODEC)),
                streams.soundCodec(),
                streams.framesPerSecond(),
                Plausible.time(createdAt, clock),
                null,
                null,
                null,
                null,
                Plausible.text(software));
    }
}
