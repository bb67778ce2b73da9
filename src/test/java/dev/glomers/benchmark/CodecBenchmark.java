package dev.glomers.benchmark;

import dev.glomers.protocol.Codec;
import dev.glomers.protocol.Json;
import dev.glomers.protocol.Line;
import dev.glomers.protocol.Message;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** One message to and from its line, on the JVM as a node configures it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class CodecBenchmark {
  /** A request with a payload. */
  public record Echo(Json echo) {}

  /** A message of nested lists. */
  public record Batch(long seq, List<List<Long>> entries) {}

  private final byte[] echo =
      bytes(
          "{\"id\":42,\"src\":\"c1\",\"dest\":\"n0\",\"body\":{\"echo\":\"Please echo 35\","
              + "\"type\":\"echo\",\"msg_id\":7}}");
  private final byte[] batch =
      bytes(
          "{\"src\":\"n1\",\"dest\":\"n0\",\"body\":{\"type\":\"batch\",\"seq\":9,\"entries\":[[1,2],"
              + "[3,4],[5,6],[7,8]]}}");
  private final Batch entries =
      new Batch(9, List.of(List.of(1L, 2L), List.of(3L, 4L), List.of(5L, 6L), List.of(7L, 8L)));
  private final Line line = new Line();

  public static void main(String... args) throws RunnerException {
    new Runner(new OptionsBuilder().include(CodecBenchmark.class.getSimpleName()).build()).run();
  }

  @Benchmark
  public Message decodeEnvelope() {
    return Codec.decode(echo, 0, echo.length);
  }

  @Benchmark
  public Line answerEcho() {
    Echo request = Codec.decode(echo, 0, echo.length).body(Echo.class);
    line.clear();
    Codec.encode(line, "n0", "c1", "echo_ok", null, 7L, request);
    return line;
  }

  @Benchmark
  public Batch decodeBatch() {
    return Codec.decode(batch, 0, batch.length).body(Batch.class);
  }

  @Benchmark
  public Line encodeBatch() {
    line.clear();
    Codec.encode(line, "n1", "n0", "batch", null, null, entries);
    return line;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
