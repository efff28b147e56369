package org.docket.dialect;

import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a field stands, and how it is written.
 *
 * @param places in the way of the format; of a single value, several are parts of it
 * @param split what stands between the elements of a list; absent if each place has one
 * @param zone of local times; absent if the dialect or the dock says it
 */
record FieldRule(
        List<String> places,
        Values values,
        @Nullable String split,
        Times times,
        @Nullable ZoneId zone) {
    static FieldRule at(String place) {
        return new FieldRule(List.of(place), Values.ANY, null, Times.ISO, null);
    }
}
