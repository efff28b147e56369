package org.docket.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/** How Docket writes JSON everywhere: ISO 8601 times, absent facts left out. */
public final class Json {
    /** Shared and thread-safe; never reconfigure it. */
    public static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    private Json() {}

    /** The value as compact JSON. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as JSON: " + value.getClass(), e);
        }
    }

    /** The value of JSON that Docket itself wrote. */
    public static <T> T read(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "is not the JSON of a " + type.getSimpleName() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Whether a text from outside can be kept: PostgreSQL holds no U+0000, and half a surrogate pair has no UTF-8. JSON can bring
     * both in, as escapes.
     */
    public static boolean canKeep(String text) {
        return text.codePoints()
                .noneMatch(character -> character == 0
                        || (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE));
    }
}
