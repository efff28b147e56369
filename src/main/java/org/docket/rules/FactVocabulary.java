package org.docket.rules;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.docket.catalogue.Camera;
import org.docket.catalogue.Facts;
import org.docket.catalogue.IncidentMatch;
import org.docket.catalogue.Location;
import org.docket.catalogue.Media;
import org.docket.catalogue.Officer;
import org.jspecify.annotations.Nullable;

/** All that rules can speak of: {@link Facts}, under the names and types that {@code config/classification.yaml} documents. */
final class FactVocabulary {
    static final String TAGS = "tags";
    private static final String PROBLEMS = "problems";
    private static final String SIDECAR_PROBLEMS = "sidecarProblems";

    private static final FactType<Location> LOCATION =
            new FactType<Location>("location").decimal("lat", Location::lat).decimal("lon", Location::lon);

    private static final FactType<Facts> RECORDING = new FactType<Facts>("recording")
            .text("name", Facts::name)
            .whole("bytes", Facts::bytes)
            .text("dock", Facts::dock)
            .text("station", Facts::station)
            .text("borough", Facts::borough)
            .instant("receivedAt", Facts::receivedAt)
            .instant("recordedAt", facts -> facts.recorded().at())
            .text("recordedAtSource", facts -> facts.recorded().source().word())
            .instant("endedAt", Facts::endedAt)
            .text("sourceId", Facts::sourceId)
            .text("incident", Facts::incident)
            .text("notes", Facts::notes);

    private static final FactType<Facts> INCIDENT = new FactType<Facts>("incident")
            .text("reference", Facts::incident)
            .text("match", facts -> ofMatch(facts, match -> match.how().word()))
            .text("type", facts -> ofMatch(facts, IncidentMatch::type))
            .instant("from", facts -> ofMatch(facts, IncidentMatch::from))
            .instant("to", facts -> ofMatch(facts, IncidentMatch::to))
            .group("location", LOCATION, facts -> ofMatch(facts, IncidentMatch::location))
            .whole("candidates", facts -> ofMatch(facts, IncidentMatch::candidates));

    private static final FactType<Facts> DOCK = new FactType<Facts>("dock")
            .text("id", Facts::dock)
            .text("station", Facts::station)
            .text("borough", Facts::borough);

    private static final FactType<Facts> TIMES = new FactType<Facts>("times")
            .instant("recordedAt", facts -> facts.recorded().at())
            .text("recordedAtSource", facts -> facts.recorded().source().word())
            .instant("endedAt", Facts::endedAt)
            .instant("createdAt", facts -> facts.media().createdAt())
            .instant("receivedAt", Facts::receivedAt);

    private static final FactType<Officer> OFFICER = new FactType<Officer>("officer")
            .text("id", Officer::id)
            .text("name", Officer::name)
            .text("unit", Officer::unit)
            .text("borough", Officer::borough);

    private static final FactType<Camera> CAMERA = new FactType<Camera>("camera")
            .text("serial", Camera::serial)
            .text("make", Camera::make)
            .text("model", Camera::model)
            .text("firmware", Camera::firmware);

    private static final FactType<Media> MEDIA = new FactType<Media>("media")
            .text("container", Media::container)
            .decimal("durationSeconds", Media::durationSeconds)
            .span("duration", FactVocabulary::duration)
            .whole("width", Media::width)
            .whole("height", Media::height)
            .whole("rotation", Media::rotation)
            .text("videoCodec", Media::videoCodec)
            .text("audioCodec", Media::audioCodec)
            .decimal("framesPerSecond", Media::framesPerSecond)
            .instant("createdAt", Media::createdAt)
            .group("location", LOCATION, Media::location)
            .text("make", Media::make)
            .text("model", Media::model)
            .text("serial", Media::serial)
            .text("firmware", Media::firmware);

    /** A group that rules can name at once, and the part of the facts that it shows. */
    private record Group<P>(FactType<P> type, Function<Facts, @Nullable P> part) {
        FactGroup show(Facts facts) {
            return type.show(type.name(), part.apply(facts));
        }
    }

    private static final List<Group<?>> GROUPS = List.of(
            new Group<>(RECORDING, facts -> facts),
            new Group<>(INCIDENT, facts -> facts),
            new Group<>(DOCK, facts -> facts),
            new Group<>(TIMES, facts -> facts),
            new Group<>(OFFICER, Facts::officer),
            new Group<>(CAMERA, Facts::camera),
            new Group<>(MEDIA, Facts::media),
            new Group<>(LOCATION, Facts::location));

    private FactVocabulary() {}

    private static @Nullable Duration duration(Media media) {
        Double seconds = media.durationSeconds();
        return seconds == null ? null : Duration.ofNanos(Math.round(seconds * 1e9));
    }

    private static <T> @Nullable T ofMatch(Facts facts, Function<IncidentMatch, @Nullable T> value) {
        IncidentMatch match = facts.match();
        return match == null ? null : value.apply(match);
    }

    /** The type of a place: latitude and longitude. */
    static CelType placeType() {
        return LOCATION.celType();
    }

    /** The variables of rules and their types. */
    static Map<String, CelType> variables() {
        Map<String, CelType> variables = new LinkedHashMap<>();
        GROUPS.forEach(group -> variables.put(group.type().name(), group.type().celType()));
        for (String list : List.of(TAGS, PROBLEMS, SIDECAR_PROBLEMS)) {
            variables.put(list, ListType.create(SimpleType.STRING));
        }
        return variables;
    }

    /** The types of the groups, for the type check. */
    static CelTypeProvider types() {
        ImmutableList<CelType> types =
                GROUPS.stream().map(group -> group.type().celType()).collect(ImmutableList.toImmutableList());
        return new CelTypeProvider() {
            @Override
            public ImmutableCollection<CelType> types() {
                return types;
            }

            @Override
            public Optional<CelType> findType(String name) {
                return types.stream().filter(type -> type.name().equals(name)).findFirst();
            }
        };
    }

    /** The names of the facts in a group, written as rules do: {@code media.location}; empty if there is no such group. */
    static Set<String> factsOf(String path) {
        List<String> steps = Arrays.asList(path.split("\\.", -1));
        Optional<FactType<?>> group = GROUPS.stream()
                .<FactType<?>>map(Group::type)
                .filter(candidate -> candidate.name().equals(steps.get(0)))
                .findFirst();
        for (String step : steps.subList(1, steps.size())) {
            group = group.map(outer -> outer.nested().get(step));
        }
        return group.<Set<String>>map(found -> found.celType().fieldNames()).orElse(Set.of());
    }

    /** The values of the variables for one recording. */
    static Map<String, Object> show(Facts facts) {
        Map<String, Object> shown = new LinkedHashMap<>();
        GROUPS.forEach(group -> shown.put(group.type().name(), group.show(facts)));
        shown.put(TAGS, Tags.normalise(facts.tags()));
        shown.put(PROBLEMS, facts.problems());
        shown.put(SIDECAR_PROBLEMS, facts.sidecarProblems());
        return shown;
    }
}
