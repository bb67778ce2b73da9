package dev.glomers.benchmark;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Start-up, memory and throughput of echo nodes, as medians.
 *
 * <p>Arguments: the launcher of a node, then that of another to measure beside it, such as the echo
 * demo of Maelstrom's Go library. Compare ratios of one run: seconds are the machine's.
 */
public final class NodeBenchmark {
  private static final int ECHOES = 500_000;
  private static final String INIT =
      "{\"src\":\"c0\",\"dest\":\"n0\",\"body\":{\"type\":\"init\",\"msg_id\":1,"
          + "\"node_id\":\"n0\",\"node_ids\":[\"n0\"]}}\n";

  private NodeBenchmark() {}

  public static void main(String... launchers) throws IOException, InterruptedException {
    System.out.printf(
        "%-28s %12s %12s %12s %14s%n",
        "start to init_ok", "1 node", "25 nodes", "resident", "500k echoes");
    for (String launcher : launchers) {
      start(1, launcher); // warms the file cache
      Start one = medianStart(1, 15, launcher);
      Start many = medianStart(25, 3, launcher);
      System.out.printf(
          Locale.ROOT,
          "%-28s %9.0f ms %10.2f s %9.1f MB %12.2f s%n",
          Path.of(launcher).getFileName(),
          one.seconds() * 1000,
          many.seconds(),
          one.megabytes(),
          medianEchoes(3, launcher));
    }
  }

  /**
   * @param seconds from the start of the first node to the last answer
   * @param megabytes resident memory of the largest node
   */
  private record Start(double seconds, double megabytes) {}

  private static Start medianStart(int nodes, int runs, String launcher)
      throws IOException, InterruptedException {
    List<Double> seconds = new ArrayList<>();
    List<Double> megabytes = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      Start start = start(nodes, launcher);
      seconds.add(start.seconds());
      megabytes.add(start.megabytes());
    }
    return new Start(median(seconds), median(megabytes));
  }

  private static Start start(int count, String launcher) throws IOException, InterruptedException {
    long began = System.nanoTime();
    List<Process> nodes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Process node = new ProcessBuilder(launcher).redirectError(Redirect.DISCARD).start();
      nodes.add(node);
      node.getOutputStream().write(INIT.getBytes(StandardCharsets.UTF_8));
      node.getOutputStream().flush();
    }
    for (Process node : nodes) {
      expectInitOk(node.inputReader(StandardCharsets.UTF_8));
    }
    double seconds = since(began);
    double megabytes = 0;
    for (Process node : nodes) {
      megabytes = Math.max(megabytes, residentMegabytes(node));
    }
    for (Process node : nodes) {
      node.getOutputStream().close();
      node.waitFor();
    }
    return new Start(seconds, megabytes);
  }

  private static void expectInitOk(BufferedReader out) throws IOException {
    String reply = out.readLine();
    if (reply == null || !reply.contains("init_ok")) {
      throw new IOException("expected init_ok, not " + reply);
    }
  }

  /** From Linux's {@code /proc}; not a number elsewhere. */
  private static double residentMegabytes(Process node) throws IOException {
    Path status = Path.of("/proc", Long.toString(node.pid()), "status");
    if (!Files.exists(status)) {
      return Double.NaN;
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
          .sum();
    }
  }

  /** From the start of a process whose input is a file of requests to its end. */
  private static double medianEchoes(int runs, String launcher)
      throws IOException, InterruptedException {
    Path requests = Files.createTempFile("echoes", ".jsonl");
    Path replies = Files.createTempFile("replies", ".jsonl");
    try {
      writeRequests(requests);
      List<Double> seconds = new ArrayList<>();
      for (int i = 0; i < runs; i++) {
        long began = System.nanoTime();
        new ProcessBuilder(launcher)
            .redirectInput(requests.toFile())
            .redirectOutput(replies.toFile())
            .redirectError(Redirect.DISCARD)
            .start()
            .waitFor();
        seconds.add(since(began));
        try (Stream<String> lines = Files.lines(replies)) {
          if (lines.count() != ECHOES + 1) {
            throw new IOException("not every request was answered");
          }
        }
      }
      return median(seconds);
    } finally {
      Files.delete(requests);
      Files.delete(replies);
    }
  }

  private static void writeRequests(Path file) throws IOException {
    try (Writer out = new BufferedWriter(Files.newBufferedWriter(file))) {
      out.write(INIT);
      for (int i = 0; i < ECHOES; i++) {
        out.write(
            "{\"id\":"
                + i
                + ",\"src\":\"c1\",\"dest\":\"n0\",\"body\":{\"echo\":\"Please echo "
                + i % 100
                + "\",\"type\":\"echo\",\"msg_id\":"
                + i
                + "}}\n");
      }
    }
  }

  private static double since(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  private static double median(List<Double> values) {
    Collections.sort(values);
    return values.get(values.size() / 2);
  }
}
