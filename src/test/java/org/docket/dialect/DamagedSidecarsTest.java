package org.docket.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.docket.intake.Docks;
import org.junit.jupiter.api.Test;

/** Whatever became of a sidecar on its way, reading it gives a reading: an exception would keep its recording back. */
class DamagedSidecarsTest {
    private static final int DAMAGED = 1_500;
    private static final byte[] SIGNS = "<>&\"';,{}[]\r\n\0:/-0".getBytes(StandardCharsets.US_ASCII);

    private final Map<String, Dialect> dialects =
            Docks.load(Path.of("config", "docks.yaml")).dialects();

    @Test
    void areReadAsFarAsTheyGo() throws IOException {
        Random chance = new Random(20260314);
        List<byte[]> whole = whole();
        for (int i = 0; i < DAMAGED; i++) {
            byte[] damaged = whole.get(i % whole.size()).clone();
            for (int blows = 1 + chance.nextInt(8); blows > 0; blows--) {
                damaged = damage(damaged, chance);
            }
            for (Dialect dialect : dialects.values()) {
                assertThat(DialectFile.read(dialect, damaged).problems())
                        .allSatisfy(problem ->
                                assertThat(problem).hasSizeLessThan(400).doesNotContainPattern("\\p{Cntrl}"));
            }
            readRows(damaged);
        }
    }

    private void readRows(byte[] damaged) {
        Dialect dialect = dialects.get("tidewell");
        ShiftTable table = dialect.table(damaged);
        for (String recording : List.of("TW0031.mp4", "TW0032.mp4", "TW0033.mp4")) {
            for (ShiftTable.Row row : table.rows(recording)) {
                assertThat(dialect.read(row.content(), DialectFile.LONDON)).isNotNull();
            }
            assertThat(table.unclear(recording).map(ShiftTable.Unclear::content).map(ByteBuffer::remaining))
                    .matches(bytes -> bytes.orElse(0) <= 1 << 16);
        }
    }

    private static byte[] damage(byte[] bytes, Random chance) {
        int at = chance.nextInt(bytes.length);
        switch (chance.nextInt(4)) {
            case 0 -> bytes[at] = (byte) chance.nextInt(256);
            case 1 -> bytes[at] = SIGNS[chance.nextInt(SIGNS.length)];
            case 2 -> {
                return Arrays.copyOf(bytes, 1 + at);
            }
            default -> {
                int length = chance.nextInt(bytes.length - at);
                byte[] repeated = Arrays.copyOf(bytes, bytes.length + length);
                System.arraycopy(bytes, at, repeated, at + length, bytes.length - at);
                return repeated;
            }
        }
        return bytes;
    }

    private static List<byte[]> whole() throws IOException {
        List<byte[]> whole = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/sidecars"))) {
            for (Path file : files.sorted().toList()) {
                whole.add(Files.readAllBytes(file));
            }
        }
        return whole;
    }
}
