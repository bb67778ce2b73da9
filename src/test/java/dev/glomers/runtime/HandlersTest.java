package dev.glomers.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What comes before its receiver exists is not lost. */
class HandlersTest {
  private final CompletableFuture<List<Integer>> receiver = new CompletableFuture<>();
  private final TestNode node =
      new TestNode(new TestScheduler())
          .started(
              (cluster, on) ->
                  on.message(Note.class, receiver, (notes, src, note) -> notes.add(note.number())));

  record Note(int number) {}

  private void note(int number) {
    node.receive("n2", "'type':'note','number':" + number);
  }

  @Test
  void messagesWaitForTheirReceiverInTheirOrder() {
    IntStream.rangeClosed(1, 3).forEach(this::note);
    List<Integer> notes = new ArrayList<>();
    receiver.complete(notes);
    note(4);
    assertThat(notes).containsExactly(1, 2, 3, 4);
  }

  @Test
  void oneThatFailsIsLoggedAndCostsNoOther() {
    IntStream.rangeClosed(1, 3).forEach(this::note);
    List<Integer> notes = new ArrayList<>();
    receiver.complete(
        new ArrayList<>() {
          @Override
          public boolean add(Integer number) {
            if (number == 2) {
              throw new IllegalStateException("two");
            }
            return notes.add(number);
          }
        });
    assertThat(notes).containsExactly(1, 3);
    assertThat(node.logged()).singleElement().asString().contains("IllegalStateException: two");
    assertThat(node.node().unanswered()).isZero();
  }

  @Test
  void soManyMessagesWaitAndNoMore() {
    IntStream.rangeClosed(0, Handlers.MOST_EARLY).forEach(this::note);
    List<Integer> notes = new ArrayList<>();
    receiver.complete(notes);
    assertThat(notes).hasSize(Handlers.MOST_EARLY).last().isEqualTo(Handlers.MOST_EARLY - 1);
  }
}
