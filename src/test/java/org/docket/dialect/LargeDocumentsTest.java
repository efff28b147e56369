package org.docket.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LargeDocumentsTest {
    private static final int LARGE = 300 << 10;

    private final Dialect xml;
    private final Dialect csv;
    private final CountDownLatch done = new CountDownLatch(1);
    private final List<Thread> others = new ArrayList<>();

    LargeDocumentsTest(@TempDir Path folder) {
        xml = DialectFile.of(folder, "format: xml\nfields: {notes: /r/note}");
        csv = DialectFile.of(folder, """
                format: csv
                rows: {file: 'SHIFT_*.csv', recording: Clip}
                fields: {notes: Remarks}
                """);
    }

    @BeforeEach
    void othersHaveTheirTurns() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(LargeDocuments.AT_A_TIME);
        for (int i = 0; i < LargeDocuments.AT_A_TIME; i++) {
            Thread other = new Thread(() -> LargeDocuments.inTurn(LARGE, () -> {
                begun.countDown();
                Awaitility.await().atMost(1, TimeUnit.MINUTES).until(() -> done.getCount() == 0);
                return true;
            }));
            other.start();
            others.add(other);
        }
        begun.await();
    }

    @AfterEach
    void othersEnd() throws InterruptedException {
        done.countDown();
        for (Thread other : others) {
            other.join();
        }
    }

    @Test
    void waitForTheirTurns() throws Exception {
        String large = "x".repeat(LARGE);
        FutureTask<String> note =
                new FutureTask<>(() -> DialectFile.read(xml, "<r><note>n</note><other>" + large + "</other></r>")
                        .notes());
        FutureTask<Integer> rows =
                new FutureTask<>(() -> csv.table(("Clip,Remarks\nA1," + large + "\n").getBytes(StandardCharsets.UTF_8))
                        .rows("A1.mp4")
                        .size());
        for (FutureTask<?> task : List.of(note, rows)) {
            Thread thread = new Thread(task);
            thread.start();
            Awaitility.await().until(() -> thread.getState() == Thread.State.WAITING);
            assertThat(task.isDone()).isFalse();
        }

        done.countDown();

        assertThat(note.get()).isEqualTo("n");
        assertThat(rows.get()).isEqualTo(1);
    }

    @Test
    void keepNoSmallOneWaiting() {
        assertThat(DialectFile.read(xml, "<r><note>n</note></r>").notes()).isEqualTo("n");
        assertThat(csv.table("Clip,Remarks\nA1,x\n".getBytes(StandardCharsets.UTF_8))
                        .rows("A1.mp4"))
                .hasSize(1);
    }

    @Test
    void giveTheirTurnsToOthersWhenTheyAreBroken() {
        done.countDown();
        for (int i = 0; i <= LargeDocuments.AT_A_TIME; i++) {
            assertThat(DialectFile.read(xml, "<".repeat(LARGE)).problems()).hasSize(1);
        }
    }
}
