package dev.glomers.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class LineWriterTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final AtomicInteger closedCalls = new AtomicInteger();

  private static void send(LineWriter writer, String text) {
    byte[] line = text.getBytes(StandardCharsets.UTF_8);
    writer.send("c1", line, line.length);
  }

  @Test
  void writesLinesInOrder() {
    LineWriter writer = new LineWriter(out);
    send(writer, "a\n");
    writer.flush();
    send(writer, "b\n");
    send(writer, "c\n");
    writer.end();
    writer.write(e -> closedCalls.incrementAndGet());
    assertThat(out).hasToString("a\nb\nc\n");
    assertThat(closedCalls).hasValue(0);
  }

  @Test
  void takesABufferThatIsUsedAgain() {
    LineWriter writer = new LineWriter(out);
    byte[] buffer = {'a', '\n', 'x'};
    writer.send("c1", buffer, 2);
    buffer[0] = 'b';
    writer.send("c1", buffer, 2);
    writer.end();
    writer.write(e -> closedCalls.incrementAndGet());
    assertThat(out).hasToString("a\nb\n");
  }

  @Test
  void writesMuchWithoutBeingTold() throws InterruptedException {
    LineWriter writer = new LineWriter(out);
    Thread writing = new Thread(() -> writer.write(e -> closedCalls.incrementAndGet()));
    writing.start();
    String line = "x".repeat(999) + "\n";
    for (int i = 0; i < 10_000; i++) {
      send(writer, line);
    }
    writer.end();
    writing.join();
    assertThat(out.size()).isEqualTo(10_000_000);
  }

  @Test
  void anOutputThatIsClosedIsToldOnceAndHoldsUpNobody() throws InterruptedException {
    LineWriter writer =
        new LineWriter(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
              }
            });
    Thread writing = new Thread(() -> writer.write(e -> closedCalls.incrementAndGet()));
    writing.start();
    for (int i = 0; i < 100; i++) {
      send(writer, "a\n");
      writer.flush();
    }
    writer.end();
    writing.join();
    assertThat(writer.closed()).isTrue();
    assertThat(closedCalls).hasValue(1);
  }
}
