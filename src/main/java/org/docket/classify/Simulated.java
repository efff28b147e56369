package org.docket.classify;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.docket.catalogue.Recording;
import org.jspecify.annotations.Nullable;

/**
 * What a rulebook would do to the deposited recordings that there are, if it followed the one in force.
 *
 * @param version of the rulebook, by which it is accepted
 * @param inForce the version that it would follow
 * @param recordings how many were looked at
 * @param categories those that another category governs than before, the most frequent change first
 * @param otherSets those that the same category governs, and that have other categories beside it than before
 * @param looser each rule of {@code retention.yaml} that protects less than the one in force, in words
 * @param protectedLess those that could be deleted sooner, or by the word of more people or of fewer, whatever their date is
 * @param earlier those that would become due earlier
 * @param dueAtOnce how many of these would be due already
 * @param later those that would become due later
 * @param becomeRetained those that would be kept until a person decides, and are not now
 * @param stayRetained those that stay retained although their category would be kept for a time only
 */
public record Simulated(
        String version,
        String inForce,
        long recordings,
        List<Move> categories,
        Count otherSets,
        List<String> looser,
        Count protectedLess,
        Count earlier,
        long dueAtOnce,
        Count later,
        Count becomeRetained,
        Count stayRetained) {

    /** How many recordings change from one category to another. */
    public record Move(String from, String to, long recordings, List<Example> examples) {}

    /** How many recordings something happens to. */
    public record Count(long recordings, List<Example> examples) {}

    /**
     * One of them.
     *
     * @param dueBefore absent if it is retained
     * @param dueAfter absent if it would be retained
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Example(
            UUID id,
            String dock,
            String name,
            String categoryBefore,
            String categoryAfter,
            List<String> categoriesBefore,
            List<String> categoriesAfter,
            @Nullable Instant dueBefore,
            @Nullable Instant dueAfter) {
        static Example of(Recording before, Recording after) {
            return new Example(
                    before.id(),
                    before.dock(),
                    before.name(),
                    String.valueOf(before.category()),
                    String.valueOf(after.category()),
                    before.categories(),
                    after.categories(),
                    before.dueAt(),
                    after.dueAt());
        }
    }

    /** How many recordings change category. */
    public long otherCategory() {
        return categories.stream().mapToLong(Move::recordings).sum();
    }

    /** Whether it has to be accepted by name before it is taken up. */
    public boolean mustBeAccepted() {
        return earlier.recordings() > 0 || !looser.isEmpty() || protectedLess.recordings() > 0;
    }
}
