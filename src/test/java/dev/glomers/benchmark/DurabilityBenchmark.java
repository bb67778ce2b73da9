package dev.glomers.benchmark;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.glomers.cli.NodeProcess;
import dev.glomers.protocol.Message;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * What a log costs that is kept on disk: sends a second and their latency beside those in memory
 * and what the disk itself can sync, and a start from a million entries.
 *
 * <p>Arguments: the launcher of a node of 5a, and a directory on the disk. Compare ratios of one
 * run: seconds are the machine's.
 */
public final class DurabilityBenchmark {
  private static final long SECOND = 1_000_000_000;
  private static final long WARM_UP = 3 * SECOND;
  private static final long MEASURED = 5 * SECOND;
  private static final int ENTRIES = 1_000_000;
  private static final int RECORD_BYTES = 40;

  private final String launcher;
  private final Path directory;

  private DurabilityBenchmark(String launcher, Path directory) {
    this.launcher = launcher;
    this.directory = directory;
  }

  public static void main(String... arguments) throws IOException {
    Path directory = Files.createTempDirectory(Path.of(arguments[1]), "durability");
    try {
      DurabilityBenchmark benchmark = new DurabilityBenchmark(arguments[0], directory);
      benchmark.sends();
      benchmark.starts();
    } finally {
      try (Stream<Path> files = Files.walk(directory)) {
        files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
      }
    }
  }

  private NodeProcess node(String durability) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(launcher).redirectError(Redirect.INHERIT);
    builder
        .environment()
        .putAll(Map.of("GLOMERS_DURABILITY", durability, "GLOMERS_DATA_DIR", "" + directory));
    return new NodeProcess(builder);
  }

  private void sends() throws IOException {
    System.out.printf(
        "%-8s %10s %10s %10s %12s %10s %20s %18s%n",
        "clients",
        "memory/s",
        "disk/s",
        "syncs/s",
        "disk:memory",
        "disk:syncs",
        "memory median, 99 %",
        "disk");
    for (int clients : new int[] {1, 16, 64}) {
      double syncs = syncsPerSecond();
      Load memory = load("memory", clients);
      Load disk = load("disk", clients);
      System.out.printf(
          "%-8d %,10.0f %,10.0f %,10.0f %12.3f %10.2f %20s %18s%n",
          clients,
          memory.perSecond(),
          disk.perSecond(),
          syncs,
          disk.perSecond() / memory.perSecond(),
          disk.perSecond() / syncs,
          memory.latency(),
          disk.latency());
    }
  }

  /** What a plain loop can append and sync. */
  private double syncsPerSecond() throws IOException {
    try (FileChannel file = FileChannel.open(directory.resolve("plain"), CREATE, WRITE)) {
      long began = System.nanoTime();
      int count = 0;
      for (; System.nanoTime() - began < MEASURED; count++) {
        file.write(ByteBuffer.allocate(RECORD_BYTES), (long) count * RECORD_BYTES);
        file.force(true);
      }
      return count / since(began);
    }
  }

  private record Load(double perSecond, double median, double most) {
    String latency() {
      return "%.2f, %.2f ms".formatted(median, most);
    }
  }

  /** As many clients as that, each of which sends as soon as it is answered. */
  private Load load(String durability, int clients) throws IOException {
    try (NodeProcess node = node(durability)) {
      node.ask(send(0));
      long began = System.nanoTime();
      Pump pump = new Pump(node, clients);
      pump.run(() -> System.nanoTime() - began < WARM_UP);
      int before = pump.count;
      pump.run(() -> System.nanoTime() - began < WARM_UP + MEASURED);
      long[] latencies = Arrays.copyOfRange(pump.latencies, before, pump.count);
      Arrays.sort(latencies);
      return new Load(
          latencies.length * (double) SECOND / MEASURED,
          latencies[latencies.length / 2] / 1e6,
          latencies[latencies.length * 99 / 100] / 1e6);
    }
  }

  private static String send(int message) {
    return "\"type\":\"send\",\"key\":\"" + message % 10 + "\",\"msg\":" + message;
  }

  /** Keeps a number of sends on the way. */
  private static final class Pump {
    private final NodeProcess node;
    private long[] begun = new long[1 << 20];
    long[] latencies = new long[1 << 20];
    int count;
    private int sent;

    Pump(NodeProcess node, int clients) throws IOException {
      this.node = node;
      for (int client = 0; client < clients; client++) {
        next();
      }
      node.flush();
    }

    private void next() throws IOException {
      int id = (int) node.request(send(++sent));
      if (id >= begun.length) {
        begun = Arrays.copyOf(begun, 2 * id);
      }
      begun[id] = System.nanoTime();
    }

    void run(BooleanSupplier goesOn) throws IOException {
      while (goesOn.getAsBoolean()) {
        Message reply = node.reply();
        if (reply == null || reply.inReplyTo() == null || !"send_ok".equals(reply.type())) {
          throw new IOException("expected send_ok, not " + reply);
        }
        if (count == latencies.length) {
          latencies = Arrays.copyOf(latencies, 2 * count);
        }
        latencies[count++] = System.nanoTime() - begun[reply.inReplyTo().intValue()];
        next();
        if (!node.isReady()) {
          node.flush();
        }
      }
    }
  }

  private void starts() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      files.forEach(path -> path.toFile().delete());
    }
    start("an empty journal");
    try (NodeProcess node = node("disk")) {
      node.ask(send(0));
      Pump pump = new Pump(node, 1000);
      pump.run(() -> pump.count < ENTRIES);
    }
    start("a million entries");
    start("the same again");
  }

  private void start(String name) throws IOException {
    Path journal = directory.resolve("n0.journal");
    double megabytes = Files.exists(journal) ? Files.size(journal) / 1e6 : 0;
    long began = System.nanoTime();
    try (NodeProcess node = node("disk")) {
      node.ask("\"type\":\"poll\",\"offsets\":{\"0\":" + (ENTRIES / 10 - 3) + "}");
      double first = since(began);
      node.ask(send(0));
      double second = since(began);
      System.out.printf(
          "a start from %s (%.0f MB): %.2f s to the first poll, %.2f s to the first send,"
              + " %.0f MB of memory at most%n",
          name, megabytes, first, second, peakMegabytes(node.pid()));
    }
  }

  /** From Linux's {@code /proc}. */
  private static double peakMegabytes(long pid) throws IOException {
    List<String> lines = Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"));
    return lines.stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
        .sum();
  }

  private static double since(long began) {
    return (System.nanoTime() - began) / 1e9;
  }
}
