package dev.glomers.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PromisesTest {
  private final Promises promises = new Promises();

  private CompletableFuture<Void> await(int end) {
    return promises.await(new Arrivals.Mark("n1.1", end)).toCompletableFuture();
  }

  @Test
  void whatIsSafeIsKeptAndNoMore() {
    CompletableFuture<Void> first = await(1);
    CompletableFuture<Void> second = await(2);
    CompletableFuture<Void> third = await(3);
    promises.keep(origin -> 0);
    assertThat(first).isNotDone();
    promises.keep(origin -> 2);
    assertThat(first).isDone();
    assertThat(second).isDone();
    assertThat(third).isNotDone();
    promises.keep(origin -> 3);
    assertThat(third).isDone();
  }

  @Test
  void theyAreKeptInOrder() {
    List<Integer> kept = new ArrayList<>();
    for (int end = 1; end <= 3; end++) {
      int mark = end;
      await(end).thenRun(() -> kept.add(mark));
    }
    promises.keep(origin -> 9);
    assertThat(kept).containsExactly(1, 2, 3);
  }

  @Test
  void whoIsAskedIsTheLogThatIsMeant() {
    CompletableFuture<Void> safe = await(1);
    promises.keep(origin -> origin.equals("n1.1") ? 0 : 9);
    assertThat(safe).isNotDone();
    promises.keep(origin -> origin.equals("n1.1") ? 1 : 0);
    assertThat(safe).isDone();
  }

  @Test
  void oneThatAddsWhenAPromiseIsKeptWaitsForItsOwn() {
    CompletableFuture<Void> first = await(1);
    CompletableFuture<CompletableFuture<Void>> second = first.thenApply(done -> await(2));
    promises.keep(origin -> 1);
    assertThat(second.join()).isNotDone();
    promises.keep(origin -> 2);
    assertThat(second.join()).isDone();
  }
}
