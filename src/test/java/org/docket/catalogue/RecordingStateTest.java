package org.docket.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecordingStateTest {
    private static final Set<String> LEGAL = Set.of(
            "RECEIVED to DEPOSITED",
            "RECEIVED to QUARANTINED",
            "QUARANTINED to RECEIVED",
            "DEPOSITED to DISPOSING",
            "DISPOSING to DISPOSED");

    static Stream<Arguments> everyPair() {
        return Arrays.stream(RecordingState.values())
                .flatMap(from -> Arrays.stream(RecordingState.values()).map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("everyPair")
    void allowsTheMovesOfTheDesignAndNoOthers(RecordingState from, RecordingState to) {
        assertThat(from.mayBecome(to)).isEqualTo(LEGAL.contains(from + " to " + to));
    }
}
