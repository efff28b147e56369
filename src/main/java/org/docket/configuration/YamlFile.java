package org.docket.configuration;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * One YAML file whose values know their place. It is read as a tree and never turned into objects, so nothing in it can name a
 * class; its size, depth and aliases are bounded.
 *
 * <p>A reader asks for the keys it knows. What is missing or wrong is noted and a stand-in is given back, so that reading goes on;
 * keys that nobody asked for are wrong too. At the end everything that was noted is thrown together. What a reader returns is
 * therefore only ever seen when the whole file is right.
 */
public final class YamlFile {
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_ALIASES = 50;
    private static final int DEEPEST = 20;
    private static final int VERSION_DIGITS = 12;

    private final byte[] bytes;
    private final int[] source;
    private final YamlProblems problems;
    private final Map<MappingNode, YamlMap> maps = new HashMap<>();
    private final @Nullable Node root;

    private YamlFile(Path path, byte[] bytes) {
        this.bytes = bytes;
        this.problems = new YamlProblems(path);
        String decoded = decode(problems, bytes);
        String text = decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded;
        this.source = text.codePoints().toArray();
        this.root = compose(text);
    }

    /**
     * Reads a file.
     *
     * @param reader builds the result from {@link #root()}; it does not throw for what is wrong in the file, but notes it
     * @throws ConfigurationException with one line {@code <file>:<line>:<column>: what is wrong; what to do} for each problem
     */
    public static <T> T read(Path path, Function<YamlFile, T> reader) {
        return read(path, bytes(path), reader);
    }

    /**
     * Reads the text of a file, as {@link #text} gave it.
     *
     * @param path what the errors name
     */
    public static <T> T read(Path path, String text, Function<YamlFile, T> reader) {
        return read(path, text.getBytes(StandardCharsets.UTF_8), reader);
    }

    private static <T> T read(Path path, byte[] bytes, Function<YamlFile, T> reader) {
        YamlFile file = new YamlFile(path, bytes);
        T result = reader.apply(file);
        file.maps.values().forEach(YamlMap::refuseUnknownKeys);
        file.problems.throwIfAny();
        return result;
    }

    /**
     * The text of a file, whatever stands in it; its UTF-8 is the file's bytes.
     *
     * @throws ConfigurationException if it cannot be read, is too large or is not UTF-8
     */
    public static String text(Path path) {
        return decode(new YamlProblems(path), bytes(path));
    }

    private static byte[] bytes(Path path) {
        try {
            if (Files.size(path) > MOST_BYTES) {
                throw new ConfigurationException(
                        path + ":1:1: is larger than " + MOST_BYTES + " bytes; check that it is the right file");
            }
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new ConfigurationException(
                    path + ":1:1: cannot be read (" + e + "); check that it exists and that Docket may read it", e);
        }
    }

    /** The map that the file consists of. */
    public YamlMap root() {
        if (root instanceof MappingNode map) {
            return map(map);
        }
        problems.add(YamlPosition.START, "is empty or no map; begin it with 'key: value' lines");
        return nothing();
    }

    /** The first 12 hex digits of the SHA-256 of the file's bytes: it changes with every change of the file. */
    public String version() {
        return version(bytes);
    }

    /** The first 12 hex digits of the SHA-256 of some bytes. */
    public static String version(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest).substring(0, VERSION_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    YamlMap map(MappingNode node) {
        return maps.computeIfAbsent(node, asked -> new YamlMap(this, problems, asked));
    }

    YamlText text(ScalarNode node) {
        return new YamlText(problems, node.getValue(), new YamlScalar(source, node), this);
    }

    /** Stands in for a map that is missing: has no key, and what is noted about it is dropped, for its absence is noted already. */
    YamlMap nothing() {
        return new YamlMap(this, dropped(), null);
    }

    /** Stands in for a text that is missing; what is noted about it is dropped. */
    YamlText noText() {
        return new YamlText(dropped(), "", null, this);
    }

    YamlPosition position(int index) {
        return YamlPosition.of(source, index);
    }

    static YamlPosition position(Mark mark) {
        return new YamlPosition(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static YamlProblems dropped() {
        return new YamlProblems(Path.of(""));
    }

    private static String decode(YamlProblems problems, byte[] bytes) {
        CharBuffer text = CharBuffer.allocate(bytes.length);
        boolean malformed = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(bytes), text, true)
                .isError();
        String decoded = text.flip().toString();
        if (malformed) {
            int[] good = decoded.codePoints().toArray();
            problems.add(YamlPosition.of(good, good.length), "is not UTF-8 from here on; save the file as UTF-8");
            problems.throwIfAny();
        }
        return decoded;
    }

    private @Nullable Node compose(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(MOST_ALIASES);
        options.setNestingDepthLimit(DEEPEST);
        options.setCodePointLimit(MOST_BYTES);
        options.setAllowRecursiveKeys(false);
        try {
            return new Yaml(options).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            problems.add(
                    mark == null ? YamlPosition.START : position(mark),
                    "is not YAML: " + e.getProblem() + "; mend the syntax here or just above");
        } catch (ReaderException e) {
            problems.add(position(e.getPosition()), "has a control character here; remove it");
        } catch (YAMLException e) {
            problems.add(YamlPosition.START, "cannot be read: " + e.getMessage() + "; make it simpler");
        }
        problems.throwIfAny();
        throw new IllegalStateException("a failed composition was not reported");
    }
}
