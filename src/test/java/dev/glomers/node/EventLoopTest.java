package dev.glomers.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Node;
import dev.glomers.runtime.StorageException;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class EventLoopTest {
  private static final String INIT =
      message("'type':'init','msg_id':1,'node_id':'n1','node_ids':['n1']");
  private static final Duration LONG = Duration.ofMinutes(1);

  private final RealScheduler scheduler = new RealScheduler();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  record Ask() {}

  record AskOk() {}

  private static String message(String body) {
    return "{'src':'c1','dest':'n1','body':{%s}}\n".formatted(body).replace('\'', '"');
  }

  private static InputStream input(String... lines) {
    return new ByteArrayInputStream(String.join("", lines).getBytes(StandardCharsets.UTF_8));
  }

  private static String ask(int msgId) {
    return message("'type':'ask','msg_id':" + msgId);
  }

  private void run(Challenge challenge, InputStream in, OutputStream to, Duration drainTimeout) {
    LineWriter writer = new LineWriter(to);
    Node node = new Node(scheduler, writer, log::add);
    node.host(challenge);
    LineQueue inbox = new LineQueue(new LineReader(in, 1 << 20), log::add);
    EventLoop.start("reader", inbox::read);
    new EventLoop(node, scheduler, inbox, writer, log::add).run(drainTimeout);
  }

  private static final Challenge ANSWERING =
      (cluster, on) -> on.request(Ask.class, ask -> new AskOk());

  @Test
  void answersAllThatCameBeforeTheEndOfTheInput() {
    StringBuilder asks = new StringBuilder();
    for (int i = 2; i < 5_000; i++) {
      asks.append(ask(i));
    }
    run(ANSWERING, input(INIT, asks.toString()), out, LONG);
    assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(4_999);
    assertThat(log).isEmpty();
  }

  @Test
  void goesOnAfterTheEndUntilEveryRequestIsAnswered() {
    run(
        (cluster, on) ->
            on.request(
                Ask.class,
                ask -> {
                  CompletableFuture<AskOk> later = new CompletableFuture<>();
                  scheduler.after(Duration.ofMillis(1), () -> later.complete(new AskOk()));
                  return later;
                }),
        input(INIT, ask(2), ask(3)),
        out,
        LONG);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("\"in_reply_to\":2", "\"in_reply_to\":3");
  }

  @Test
  void doesNotWaitForEverForARequestThatIsNeverAnswered() {
    run(
        (cluster, on) -> on.request(Ask.class, ask -> new CompletableFuture<AskOk>()),
        input(INIT, ask(2)),
        out,
        Duration.ofMillis(1));
    assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
  }

  @Test
  void answersWhileTheInputStaysOpen() throws IOException, InterruptedException {
    PipedOutputStream stdin = new PipedOutputStream();
    PipedInputStream in = new PipedInputStream(stdin);
    PipedOutputStream to = new PipedOutputStream();
    BufferedReader stdout =
        new BufferedReader(new InputStreamReader(new PipedInputStream(to), StandardCharsets.UTF_8));
    Thread loop = new Thread(() -> run(ANSWERING, in, to, LONG));
    loop.start();

    stdin.write(INIT.getBytes(StandardCharsets.UTF_8));
    stdin.flush();
    assertThat(stdout.readLine()).contains("init_ok");
    stdin.write(ask(2).getBytes(StandardCharsets.UTF_8));
    stdin.flush();
    assertThat(stdout.readLine()).contains("ask_ok");
    stdin.close();
    loop.join();
  }

  @Test
  void endsWhenNobodyReadsTheOutput() throws IOException {
    try (PipedOutputStream stdin = new PipedOutputStream();
        InputStream in = new PipedInputStream(stdin)) {
      stdin.write(INIT.getBytes(StandardCharsets.UTF_8));
      stdin.flush();
      OutputStream closed =
          new OutputStream() {
            @Override
            public void write(int b) throws IOException {
              throw new IOException("Broken pipe");
            }
          };
      // Returns though the input stays open.
      run(ANSWERING, in, closed, LONG);
    }
    assertThat(log).isEmpty();
  }

  @Test
  void aTimerThatFailsIsLoggedAndTheNextOneRuns() {
    CompletableFuture<AskOk> second = new CompletableFuture<>();
    run(
        (cluster, on) -> {
          on.request(Ask.class, ask -> second);
          scheduler.after(
              Duration.ZERO,
              () -> {
                throw new IllegalStateException("bug");
              });
          scheduler.after(Duration.ofMillis(1), () -> second.complete(new AskOk()));
        },
        input(INIT, ask(2)),
        out,
        LONG);
    assertThat(log).containsExactly("timer failed: java.lang.IllegalStateException: bug");
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("ask_ok");
  }

  @Test
  void anotherThreadsTaskRunsThoughNoInputComes() throws IOException {
    PipedOutputStream stdin = new PipedOutputStream();
    CompletableFuture<AskOk> reply = new CompletableFuture<>();
    run(
        (cluster, on) -> {
          on.request(Ask.class, ask -> reply);
          EventLoop.start(
              "other",
              () ->
                  scheduler.post(
                      () -> {
                        reply.complete(new AskOk());
                        end(stdin);
                      }));
        },
        input(stdin, INIT, ask(2)),
        out,
        LONG);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("ask_ok");
  }

  private static InputStream input(PipedOutputStream stdin, String... lines) throws IOException {
    InputStream in = new PipedInputStream(stdin);
    stdin.write(String.join("", lines).getBytes(StandardCharsets.UTF_8));
    stdin.flush();
    return in;
  }

  private static void end(PipedOutputStream stdin) {
    try {
      stdin.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aStorageThatFailsEndsTheNodeAndWhatIsNotWrittenNeverIs() throws IOException {
    InputStream open = input(new PipedOutputStream(), INIT, ask(2));
    CompletableFuture<AskOk> reply = new CompletableFuture<>();
    assertThatThrownBy(
            () ->
                run(
                    (cluster, on) -> {
                      on.request(Ask.class, ask -> reply);
                      scheduler.post(
                          () -> {
                            reply.complete(new AskOk());
                            throw new StorageException("it is gone");
                          });
                    },
                    open,
                    out,
                    LONG))
        .hasMessage("it is gone");
    assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("ask_ok");
  }

  @Test
  void anInputThatFailsEndsTheNode() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("Input/output error");
          }

          @Override
          public int read(byte[] block, int offset, int length) throws IOException {
            return read();
          }
        };
    run(ANSWERING, broken, out, LONG);
    assertThat(log).containsExactly("cannot read: java.io.IOException: Input/output error");
  }

  @Test
  void badInputStopsNothing() {
    run(ANSWERING, input("rubbish\n", INIT, "\n", "{}\n", ask(2)), out, LONG);
    assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(2);
    assertThat(log).hasSize(3);
  }
}
