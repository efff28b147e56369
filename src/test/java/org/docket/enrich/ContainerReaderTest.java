package org.docket.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.docket.enrich.ContainerReader.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerReaderTest {
    private static final Clock NOW = Clock.fixed(Instant.parse("2026-06-01T09:30:00Z"), ZoneOffset.UTC);

    private final ContainerReader reader = new ContainerReader(NOW);

    @Test
    void believesNoCreationTimeOfAnUnsetClock() throws IOException {
        assertThat(reader.read(Footage.real("beach.3gp")).media().createdAt())
                .as("1904-01-01, the zero of the container")
                .isNull();
    }

    @Test
    void believesNoCreationTimeInTheFuture() throws IOException {
        ContainerReader earlier =
                new ContainerReader(Clock.fixed(Instant.parse("2026-04-25T09:25:14Z"), ZoneOffset.UTC));
        ContainerReader justInTime =
                new ContainerReader(Clock.fixed(Instant.parse("2026-04-25T09:25:16Z"), ZoneOffset.UTC));
        Path recording = Footage.real("sony-a7-lavf.mp4");

        assertThat(earlier.read(recording).media().createdAt()).isNull();
        assertThat(justInTime.read(recording).media().createdAt()).isEqualTo("2026-04-26T09:25:15Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+00.0000+000.0000/", "+93.0000+012.5000/", "+no+fix+yet+here+/"})
    void takesZeroZeroAndNonsenseForNoFix(String place, @TempDir Path folder) throws IOException {
        byte[] recording = Files.readAllBytes(Footage.real("android6-seoul-1.mp4"));
        byte[] text = place.getBytes(StandardCharsets.US_ASCII);
        // after the header come two bytes of length and two of language
        System.arraycopy(text, 0, recording, Footage.indexOfBox(recording, "©xyz") + 12, text.length);

        Reading reading = reader.read(Files.write(folder.resolve("no-fix.mp4"), recording));

        assertThat(reading.media().location()).isNull();
        assertThat(reading.media().firmware()).isEqualTo("Android 6.0.1");
    }

    @Test
    void saysWhenTheRecordingItselfCannotBeOpened(@TempDir Path folder) {
        assertThatThrownBy(() -> reader.read(folder.resolve("gone.mp4"))).isInstanceOf(NoSuchFileException.class);
    }
}
