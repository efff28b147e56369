package org.docket.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.docket.testkit.TestHub.eventually;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.docket.testkit.TestDatabase;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GatheringTest {
    private static final Jdbi JDBI = Jdbi.create(TestDatabase.create());
    private static final int MANY = 40;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch firstMayEnd = new CountDownLatch(1);
    private final CountDownLatch secondMayEnd = new CountDownLatch(1);
    private final List<List<Integer>> transactions = new CopyOnWriteArrayList<>();
    private final Gathering<Integer, Integer> gathering = new Gathering<>(JDBI, this::answer);

    @AfterEach
    void stop() {
        firstMayEnd.countDown();
        secondMayEnd.countDown();
        threads.shutdownNow();
    }

    @Test
    void doesInOneTransactionWhatGathersWhileAnotherOneRuns() throws Exception {
        Future<Integer> first = ask(0);
        eventually().until(() -> transactions.size() == 1);
        List<Future<Integer>> others =
                IntStream.rangeClosed(1, MANY).mapToObj(this::ask).toList();
        eventually().until(() -> gathering.waiting() == MANY);

        firstMayEnd.countDown();

        assertThat(first.get()).isZero();
        for (int i = 0; i < MANY; i++) {
            assertThat(others.get(i).get()).isEqualTo(i + 1);
        }
        assertThat(transactions).hasSize(2);
        assertThat(transactions.get(1)).hasSize(MANY);
    }

    @Test
    void letsThoseGoThatAreAnsweredWhileTheNextTransactionRuns() throws Exception {
        List<Future<Integer>> answered = new ArrayList<>(List.of(ask(0)));
        eventually().until(() -> transactions.size() == 1);
        IntStream.rangeClosed(1, MANY).mapToObj(this::ask).forEach(answered::add);
        eventually().until(() -> gathering.waiting() == MANY);
        firstMayEnd.countDown();
        eventually().until(() -> transactions.size() == 2);

        Future<Integer> next = ask(-2);
        eventually().until(() -> transactions.size() == 3);

        for (Future<Integer> one : answered) {
            one.get();
        }
        assertThat(next).isNotDone();
    }

    @Test
    void failsOnlyTheOneThatIsWrong() throws Exception {
        Future<Integer> first = ask(0);
        eventually().until(() -> transactions.size() == 1);
        Future<Integer> wrong = ask(-1);
        Future<Integer> right = ask(7);
        eventually().until(() -> gathering.waiting() == 2);

        firstMayEnd.countDown();

        assertThat(first.get()).isZero();
        assertThat(right.get()).isEqualTo(7);
        assertThatThrownBy(wrong::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .hasMessageContaining("-1 is wrong");
    }

    private Future<Integer> ask(int wanted) {
        return threads.submit(() -> gathering.ask(wanted));
    }

    private List<Integer> answer(Handle handle, List<Integer> wanted) {
        transactions.add(wanted);
        await(wanted.contains(0) ? firstMayEnd : null);
        await(wanted.contains(-2) ? secondMayEnd : null);
        if (wanted.contains(-1)) {
            throw new IllegalArgumentException("-1 is wrong");
        }
        return wanted;
    }

    private static void await(@Nullable CountDownLatch latch) {
        try {
            if (latch != null) {
                latch.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
