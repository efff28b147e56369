package org.docket.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFileTest {
    @TempDir
    private Path folder;

    @Test
    void deletesWhatAKilledHubPreparedAndNothingElse() throws IOException {
        Path below = Files.createDirectories(folder.resolve("shift"));
        DurableFile.prepare(below.resolve("one.mp4.receipt.json"), "{}");
        Path recording = Files.writeString(below.resolve("one.mp4"), "footage");
        Path copied = Files.writeString(folder.resolve(".docket-" + UUID.randomUUID() + ".new"), "half of a recording");
        Path foreign = Files.writeString(folder.resolve(".docket-notes.new"), "somebody's");

        DurableFile.sweep(folder);

        assertThat(folder).isDirectoryRecursivelyContaining(path -> path.equals(recording));
        assertThat(below).isDirectoryNotContaining("glob:**/.docket-*");
        assertThat(copied).exists();
        assertThat(foreign).exists();
    }

    @Test
    void publishesWhatWasSweptAwayMeanwhile() throws IOException {
        Path receipt = folder.resolve("one.mp4.receipt.json");
        DurableFile.Prepared prepared = DurableFile.prepare(receipt, "{}");
        DurableFile.sweep(folder);
        DurableFile.publish(List.of(prepared));
        assertThat(receipt).hasContent("{}");
    }
}
