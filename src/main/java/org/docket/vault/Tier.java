package org.docket.vault;

import com.azure.storage.blob.models.AccessTier;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An access tier of the vault, from the warmest to the coldest: colder is cheaper to keep and dearer to read. */
public enum Tier {
    HOT,
    COOL,
    COLD,
    /** Not readable: what is there has to be retrieved first, which takes hours. */
    ARCHIVE;

    /** As it stands in {@code retention.yaml} and in JSON: {@code cool}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All words, the warmest first. */
    public static List<String> words() {
        return Stream.of(values()).map(Tier::word).toList();
    }

    /**
     * The tier of that word.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Tier of(String word) {
        return Tier.valueOf(word.toUpperCase(Locale.ROOT));
    }

    public boolean isColderThan(Tier other) {
        return compareTo(other) > 0;
    }

    AccessTier azure() {
        return switch (this) {
            case HOT -> AccessTier.HOT;
            case COOL -> AccessTier.COOL;
            case COLD -> AccessTier.COLD;
            case ARCHIVE -> AccessTier.ARCHIVE;
        };
    }

    /** Those that Docket does not name can be read at once, as hot ones can. */
    static Tier of(@Nullable AccessTier azure) {
        return Stream.of(values())
                .filter(tier -> Objects.equals(tier.azure(), azure))
                .findFirst()
                .orElse(HOT);
    }
}
