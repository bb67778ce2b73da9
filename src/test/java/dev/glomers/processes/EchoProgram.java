package dev.glomers.processes;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An echo node that needs nothing but a JDK, and misbehaves as it is told. */
public final class EchoProgram {
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  private final String habit;
  private int echoes;

  private EchoProgram(String habit) {
    this.habit = habit;
  }

  /** What to start. */
  public static Path program() {
    return JAVA;
  }

  /** Its arguments. */
  public static List<String> arguments(String habit) {
    String classes = Path.of("target", "test-classes").toAbsolutePath().toString();
    List<String> quick = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto");
    List<String> arguments = new ArrayList<>(quick);
    arguments.addAll(List.of("-cp", classes, EchoProgram.class.getName(), habit));
    return arguments;
  }

  public static void main(String... args) throws IOException, InterruptedException {
    new EchoProgram(args[0]).run();
  }

  private void run() throws IOException, InterruptedException {
    if (habit.equals("stubborn")) {
      new ProcessBuilder("sleep", "1000").start();
      Runtime.getRuntime().addShutdownHook(new Thread(EchoProgram::sleep));
    }
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (field(line, "type").equals("init")) {
        init(line);
      } else {
        echo(line);
      }
    }
  }

  private static void flood() {
    while (true) {
      System.out.println("{\"src\":\"n0\",\"dest\":\"c0\",\"body\":{\"type\":\"flood\"}}");
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(1_000_000);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void init(String line) throws IOException {
    switch (habit) {
      case "makes directories" -> {
        Files.createDirectories(Path.of(System.getenv("GLOMERS_DATA_DIR"), "a", "b"));
        reply(line, "init_ok", "");
      }
      case "never answers" -> System.err.println("I will not");
      case "refuses" -> reply(line, "error", ",\"code\":10,\"text\":\"not me\"");
      default -> reply(line, "init_ok", "");
    }
  }

  private void echo(String line) {
    String echo = ",\"echo\":\"" + field(line, "echo") + "\"";
    echoes++;
    switch (habit) {
      case "dies" -> {
        System.err.println("out of \u001b[31mmemory");
        System.exit(3);
      }
      case "closes stdout" -> System.out.close();
      case "chats" -> System.out.println("Hello, <b>world</b>");
      case "adds a field" -> reply(line, "echo_ok", echo + ",\"extra\":1");
      case "omits the text" -> reply(line, "error", ",\"code\":11");
      case "stamps" ->
          System.out.println(text(line, "echo_ok", echo).replaceFirst(".$", ",\"time\":1}"));
      case "numbers" ->
          System.out.println(text(line, "echo_ok", echo).replaceFirst(".$", ",\"id\":null}"));
      case "pretends" -> System.out.println(line.replace("\"src\":\"c", "\"src\":\"x"));
      case "delegates" -> {
        if (field(line, "dest").equals("n1")) {
          System.out.println(line.replace("\"dest\":\"n1\"", "\"dest\":\"n0\""));
        } else {
          reply(line, "echo_ok", echo);
        }
      }
      case "writes to nobody" -> reply(line.replace("\"src\":\"c", "\"src\":\"x"), "echo_ok", echo);
      case "injects" -> reply(line, "echo_ok", ",\"echo\":\"</script><script>alert(1)</script>\"");
      case "spaces" -> System.out.println(" " + text(line, "echo_ok", echo).replace("}}", "} } "));
      case "floods" -> {
        reply(line, "echo_ok", echo);
        if (echoes == 3) {
          new Thread(EchoProgram::flood).start();
        }
      }
      default -> reply(line, "echo_ok", echo);
    }
  }

  private static void reply(String line, String type, String fields) {
    System.out.println(text(line, type, fields));
  }

  private static String text(String line, String type, String fields) {
    return "{\"src\":\"%s\",\"dest\":\"%s\",\"body\":{\"type\":\"%s\",\"in_reply_to\":%s%s}}"
        .formatted(field(line, "dest"), field(line, "src"), type, field(line, "msg_id"), fields);
  }

  private static String field(String line, String name) {
    Matcher value = Pattern.compile("\"" + name + "\":\"?([^\",}]*)").matcher(line);
    return value.find() ? value.group(1) : "";
  }
}
