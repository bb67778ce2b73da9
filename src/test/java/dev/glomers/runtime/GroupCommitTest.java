package dev.glomers.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.protocol.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
  private final TestScheduler scheduler = new TestScheduler();
  private final List<CompletableFuture<Void>> writes = new ArrayList<>();

  /** What was written, and what became durable, in order. */
  private final List<String> story = new ArrayList<>();

  private final List<Integer> changed = new ArrayList<>();
  private boolean replace;

  private final Storage storage =
      new Storage() {
        @Override
        public CompletionStage<Void> open(String node, Consumer<Json> record) {
          return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<Void> append(List<?> records) {
          return write("append " + records);
        }

        @Override
        public CompletionStage<Void> replace(List<?> records) {
          return write("replace " + records);
        }

        private CompletionStage<Void> write(String words) {
          story.add(words);
          writes.add(new CompletableFuture<>());
          return writes.get(writes.size() - 1);
        }
      };

  private final GroupCommit commit = new GroupCommit(storage, scheduler, this::changes);

  private GroupCommit.Changes changes() {
    List<Integer> records = List.copyOf(changed);
    return new GroupCommit.Changes(
        replace,
        records,
        () -> {
          changed.removeAll(records);
          story.add("durable " + records);
        });
  }

  private void change(int number) {
    changed.add(number);
    commit.whenDurable(() -> story.add("told of " + number));
  }

  private void sync() {
    writes.remove(0).complete(null);
  }

  private void refuse() {
    writes.remove(0).completeExceptionally(new StorageException.Full("full"));
  }

  @Test
  void changesMadeDuringAWriteShareTheNext() {
    change(1);
    change(2);
    change(3);
    assertThat(story).containsExactly("append [1]");
    sync();
    assertThat(story.subList(1, 4)).containsExactly("durable [1]", "told of 1", "append [2, 3]");
    sync();
    assertThat(story.subList(4, 7)).containsExactly("durable [2, 3]", "told of 2", "told of 3");
    assertThat(writes).isEmpty();
  }

  @Test
  void whatChangesNothingWaitsForNoWrite() {
    commit.whenDurable(() -> story.add("told"));
    assertThat(story).containsExactly("durable []", "told");
  }

  @Test
  void aFullDiskIsTriedAgainAfterASecondWithAllThatChanged() {
    change(1);
    refuse();
    assertThat(commit.isFull()).isTrue();
    change(2);
    assertThat(writes).as("until a second has passed").isEmpty();
    scheduler.advance(Duration.ofSeconds(1));
    assertThat(story).containsExactly("append [1]", "append [1, 2]");
    sync();
    assertThat(commit.isFull()).isFalse();
    assertThat(story.subList(2, 5)).containsExactly("durable [1, 2]", "told of 1", "told of 2");
  }

  @Test
  void aWriteMayReplaceAllBefore() {
    replace = true;
    change(1);
    assertThat(story).containsExactly("replace [1]");
  }

  @Test
  void withoutAJournalAllIsDurableAtOnce() {
    GroupCommit memory = new GroupCommit(null, scheduler, this::changes);
    changed.add(1);
    memory.whenDurable(() -> story.add("told"));
    assertThat(story).containsExactly("durable [1]", "told");
  }
}
