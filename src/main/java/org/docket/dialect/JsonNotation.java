package org.docket.dialect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** JSON in UTF-8, UTF-16 or UTF-32. Places are JSON Pointers (RFC 6901). */
record JsonNotation() implements Notation {
    private static final int DEEPEST = 100;

    private static final ObjectReader LENIENT = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .build()
            .reader();
    private static final ObjectReader STRICT = LENIENT.with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    @Override
    public Format format() {
        return Format.JSON;
    }

    @Override
    public Document open(byte[] content) throws UnreadableException {
        List<String> problems = new ArrayList<>();
        JsonNode root;
        try {
            root = read(STRICT, content, problems);
        } catch (MismatchedInputException e) {
            root = again(content, problems);
            problems.add("has a name twice in one object" + place(e) + ": the last one counts");
        } catch (IOException e) {
            throw unreadable(e);
        }
        if (root == null || !root.isObject()) {
            throw new UnreadableException("is no JSON object");
        }
        return new Opened(root, problems);
    }

    private static @Nullable JsonNode again(byte[] content, List<String> problems) throws UnreadableException {
        try {
            return read(LENIENT, content, problems);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static @Nullable JsonNode read(ObjectReader reader, byte[] content, List<String> problems)
            throws IOException {
        problems.clear();
        try (JsonParser parser = reader.createParser(content)) {
            JsonNode root = reader.readTree(parser);
            if (root != null && root.isObject() && goesOn(parser)) {
                problems.add("has something after its end" + at(parser.currentTokenLocation())
                        + ": only what comes before counts");
            }
            return root;
        }
    }

    private static boolean goesOn(JsonParser parser) {
        try {
            return parser.nextToken() != null;
        } catch (IOException e) {
            return true;
        }
    }

    /** Only the place: what the parser says quotes whatever bytes it met. */
    private static UnreadableException unreadable(IOException e) {
        return e instanceof StreamConstraintsException
                ? new UnreadableException(
                        "is JSON that is nested deeper than " + DEEPEST + " levels or has too long a number" + place(e),
                        e)
                : new UnreadableException("is no JSON" + place(e), e);
    }

    private static String place(IOException e) {
        return e instanceof JsonProcessingException known ? at(known.getLocation()) : "";
    }

    private static String at(@Nullable JsonLocation place) {
        return place == null || place.getLineNr() < 1
                ? ""
                : ": wrong at line " + place.getLineNr() + ", column " + place.getColumnNr();
    }

    @Override
    public Optional<String> faultOf(String place) {
        try {
            JsonPointer.compile(place);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("'" + place + "' is no JSON Pointer; begin it with a slash, as in /media/start");
        }
    }

    private record Opened(JsonNode root, List<String> noted) implements Document {
        @Override
        public List<String> at(String place) throws UnreadableException {
            JsonNode node = root;
            for (JsonPointer rest = JsonPointer.compile(place); !rest.matches(); rest = rest.tail()) {
                if (node.isValueNode() && !node.isNull() && !node.isMissingNode()) {
                    throw new UnreadableException("a single value stands where '" + place + "' needs an object");
                }
                JsonNode member = node.path(rest.getMatchingProperty());
                node = node.isArray() ? node.path(rest.getMatchingIndex()) : member;
            }
            List<String> values = new ArrayList<>();
            for (JsonNode value : node.isArray() ? node : List.of(node)) {
                if (!value.isNull() && !value.isMissingNode()) {
                    values.add(single(value));
                }
                if (values.size() > MOST_VALUES) {
                    break;
                }
            }
            return values;
        }

        private static String single(JsonNode value) throws UnreadableException {
            if (!value.isValueNode()) {
                throw new UnreadableException("an object or a list stands where a single value is expected");
            }
            return value.asText();
        }

        @Override
        public List<String> problems(Collection<String> places) {
            return noted;
        }
    }
}
