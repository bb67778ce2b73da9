package dev.glomers.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.part.Parts;
import io.quarkus.test.junit.main.Launch;
import io.quarkus.test.junit.main.LaunchResult;
import io.quarkus.test.junit.main.QuarkusMainIntegrationTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged jar and its launchers, as a shell or Maelstrom starts them. */
@QuarkusMainIntegrationTest
class LauncherIT {
  private static final Path PROJECT = Path.of("").toAbsolutePath();
  private static final Path TARGET = PROJECT.resolve("target");
  private static final String INIT =
      """
      {"src":"c0","dest":"n0","body":{"type":"init","msg_id":1,"node_id":"n0","node_ids":["n0"]}}
      """;
  private static final String ECHO =
      """
      {"src":"c0","dest":"n0","body":{"type":"echo","msg_id":2,"echo":"hello"}}
      """;
  private static final String GENERATE =
      """
      {"src":"c0","dest":"n0","body":{"type":"generate","msg_id":2}}
      """;

  /** As it is where -f is unknown. */
  private static final String READLINK =
      """
      #!/bin/sh
      [ $# = 1 ] || exit 1
      exec /usr/bin/env -i /bin/readlink "$1"
      """;

  @TempDir Path elsewhere;

  @Test
  @Launch("parts")
  void theJarListsTheParts(LaunchResult result) {
    assertThat(result.getOutput()).contains("1-echo", "3d-broadcast");
  }

  @Test
  void everyPartHasALauncher() throws IOException {
    try (var nodes = Files.list(TARGET.resolve("nodes"))) {
      assertThat(nodes.map(node -> node.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(Parts.find().names());
    }
  }

  /** Or the archive would lack what handles a message of another format than the nodes'. */
  @Test
  void theTrainingRunTookEveryLine() throws IOException {
    assertThat(Files.readAllLines(TARGET.resolve("training.log")))
        .anyMatch(line -> line.contains("read_ok"))
        .noneMatch(line -> line.startsWith("n1: "));
  }

  @Test
  void aNodeAnswersFromAnyDirectoryAndThroughALink() throws Exception {
    Path link =
        Files.createSymbolicLink(elsewhere.resolve("a node"), TARGET.resolve("nodes/1-echo"));
    assertAnswers(run(Map.of(), INIT + ECHO, link.toString()));
  }

  @Test
  void aNodeAnswersFromAPathWithSpacesAndCommas() throws Exception {
    assertAnswers(run(Map.of(), INIT + ECHO, copy("a, b %20").resolve("nodes/1-echo").toString()));
  }

  @Test
  void aPathThatJavaCannotRunFromIsToldInOneLine() throws Exception {
    for (String name : List.of("a:b", "a!")) {
      Result result = run(Map.of(), INIT, copy(name).resolve("nodes/1-echo").toString());
      assertThat(result.err()).contains(name).hasLineCount(1);
      assertThat(result.status()).isEqualTo(2);
    }
  }

  @Test
  void aNodeAnswersThroughLinksWithoutReadlinksOwnOption() throws Exception {
    Path readlink = Files.writeString(elsewhere.resolve("readlink"), READLINK);
    assertThat(readlink.toFile().setExecutable(true)).isTrue();
    Path directory = Files.createDirectory(elsewhere.resolve("links"));
    Files.createSymbolicLink(directory.resolve("1"), Path.of("../links/2"));
    Files.createSymbolicLink(directory.resolve("2"), node("1-echo"));
    String path = elsewhere + ":" + System.getenv("PATH");
    assertAnswers(run(Map.of("PATH", path), INIT + ECHO, directory.resolve("1").toString()));
  }

  @Test
  void whatLiesInTheWorkingDirectoryChangesNothing() throws Exception {
    Files.writeString(elsewhere.resolve(".env"), "GLOMERS_CHALLENGE=txn\n");
    Path config = Files.createDirectory(elsewhere.resolve("config"));
    Files.writeString(config.resolve("application.properties"), "glomers.challenge=txn\n");
    Files.writeString(config.resolve("application.yaml"), "glomers: {}\n");
    assertAnswers(run(Map.of(), INIT + ECHO, node("1-echo").toString()));
    assertThat(run(Map.of(), "", glomers("parts")).err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "CDPATH, .:..",
    "LC_ALL, C",
    "LC_ALL, none",
    "TMPDIR, /nonexistent",
    "HOME, ''",
    "_JAVA_OPTIONS, -XX:+UseG1GC",
    "JAVA_TOOL_OPTIONS, -XX:+UseG1GC",
    "JAVA_TOOL_OPTIONS, -Xshare:off",
    "JAVA_TOOL_OPTIONS, -Xlog:gc -verbose:class",
    "JDK_JAVA_OPTIONS, -XX:+UseParallelGC",
    "QUARKUS_BANNER_ENABLED, true",
    "QUARKUS_LOG_CONSOLE_STDERR, false",
  })
  void stdoutCarriesMessagesAloneWhateverIsSet(String name, String value) throws Exception {
    Map<String, String> environment = Map.of(name, value, "QUARKUS_LOG_LEVEL", "DEBUG");
    assertReplies(run(environment, INIT + ECHO, node("1-echo").toString()));
    assertThat(run(environment, "", glomers("parts")).out()).contains("1-echo  ");
  }

  @Test
  void aNodeWhoseNameIsNotAsciiNeedsNoLocale() throws Exception {
    Map<String, String> posix = Map.of("LC_ALL", "POSIX");
    assertAnswers(run(posix, INIT + ECHO, copy("\u00e9").resolve("nodes/1-echo").toString()));
  }

  @Test
  void aClosedInputEndsANodeQuietly() throws Exception {
    Result result = run(Map.of(), "", "sh", "-c", "exec \"$0\" <&-", node("1-echo").toString());
    assertThat(result).isEqualTo(new Result(0, "", ""));
  }

  @Test
  void anOutputThatTakesNothingIsToldInOneLine() throws Exception {
    for (String output : List.of(">/dev/full", ">&-")) {
      String script = "exec \"$@\" " + output;
      Result result = run(Map.of(), INIT, "sh", "-c", script, "sh", node("1-echo").toString());
      assertThat(result.err()).startsWith("cannot write: ").hasLineCount(1);
      result = run(Map.of(), "", "sh", "-c", script, "sh", glomers("parts")[0], "parts");
      assertThat(result.err()).startsWith("glomers: cannot write to stdout: ").hasLineCount(1);
      assertThat(result.status()).isEqualTo(2);
    }
  }

  @Test
  void whoeverReadsOnlyTheBeginningHearsNoComplaint() throws Exception {
    String script = "{ \"$0\" parts; echo $? >status; } | true";
    Result result = run(Map.of(), "", "sh", "-c", script, glomers()[0]);
    assertThat(result.err()).isEmpty();
    assertThat(Files.readString(elsewhere.resolve("status"))).isEqualTo("2\n");
  }

  @Test
  void figuresLookTheSameInEveryLanguage() throws Exception {
    String[] command = glomers("simulate", "1", "--report", elsewhere.resolve("r.html").toString());
    Result english = run(Map.of(), "", command);
    String report = Files.readString(elsewhere.resolve("r.html"));
    for (String language : List.of("ar -Duser.country=EG", "de -Duser.country=DE", "tr")) {
      Map<String, String> other = Map.of("JAVA_TOOL_OPTIONS", "-Duser.language=" + language);
      assertThat(run(other, "", command).out()).isEqualTo(english.out()).contains("1.0000");
      assertThat(Files.readString(elsewhere.resolve("r.html"))).isEqualTo(report);
    }
  }

  @Test
  void anArchiveOfAnotherJdkIsNoReasonNotToStart() throws Exception {
    Path copy = copy("copy");
    Path app = copy.resolve("quarkus-app");
    Files.deleteIfExists(app.resolve("glomers.jsa"));
    Files.writeString(app.resolve("glomers.aot"), "of a JDK that knows such files");
    assertThat(run(Map.of(), "", copy.resolve("glomers").toString(), "parts"))
        .extracting(Result::status, Result::err)
        .containsExactly(0, "");
  }

  @Test
  void anArchiveThatDoesNotFitIsDoneWithout() throws Exception {
    Path copy = copy("copy");
    for (String archive : List.of("glomers.jsa", "glomers.aot")) {
      Files.deleteIfExists(copy.resolve("quarkus-app").resolve(archive));
      Files.writeString(copy.resolve("quarkus-app").resolve(archive), "of another JDK");
    }
    assertAnswers(run(Map.of(), INIT + ECHO, copy.resolve("nodes/1-echo").toString()));
  }

  @Test
  void javaComesFromThePathWithoutAJavaHome() throws Exception {
    String path = Path.of(java()).getParent() + ":" + System.getenv("PATH");
    assertAnswers(
        run(Map.of("JAVA_HOME", "", "PATH", path), INIT + ECHO, node("1-echo").toString()));
  }

  @Test
  void whatTheJvmSaysGoesToStderr() throws Exception {
    Map<String, String> talkative = Map.of("JAVA_TOOL_OPTIONS", "-XX:+PrintCompilation");
    Result result = run(talkative, INIT + ECHO, node("1-echo").toString());
    assertReplies(result);
    assertThat(result.err()).contains("JAVA_TOOL_OPTIONS", "java.lang.Object::<init>");
  }

  @Test
  void aNativeNodeIsPreferred() throws Exception {
    Path copy = copy("copy");
    Path executable = copy.resolve("quarkus-app/quarkus-run");
    Files.createFile(
        executable,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    Files.writeString(executable, "#!/bin/sh\necho \"native: $*\"\n");
    assertThat(run(Map.of(), "", copy.resolve("nodes/1-echo").toString()).out())
        .isEqualTo("native: node 1-echo\n");
  }

  @Test
  void theEndOfTheInputEndsANodeThatWasNeverInitialised() throws Exception {
    Result result = run(Map.of(), "", node("1-echo").toString());
    assertThat(result).isEqualTo(new Result(0, "", ""));
  }

  @Test
  @SuppressWarnings("try") // It is closed early on purpose
  void aClosedOutputEndsANodeQuietly() throws Exception {
    Path err = elsewhere.resolve("err");
    Process process =
        new ProcessBuilder(node("1-echo").toString()).redirectError(err.toFile()).start();
    try (OutputStream in = process.getOutputStream();
        BufferedReader out = process.inputReader()) {
      in.write(INIT.getBytes(StandardCharsets.UTF_8));
      in.flush();
      assertThat(out.readLine()).contains("init_ok");
      out.close();
      in.write(ECHO.getBytes(StandardCharsets.UTF_8));
      in.flush();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(Files.readString(err)).isEmpty();
    assertThat(process.exitValue()).isZero();
  }

  @Test
  void aSweepThatIsTerminatedTellsHowFarItCame() throws Exception {
    Path err = elsewhere.resolve("err");
    Process process =
        new ProcessBuilder(glomers("simulate", "1", "--budget", "1h", "--json"))
            .redirectError(err.toFile())
            .start();
    try (BufferedReader out = process.inputReader()) {
      assertThat(out.readLine()).startsWith("{\"test\":\"1-echo\"");
      // Not the process's own, which would close its output too
      process.toHandle().destroy();
      assertThat(out.lines()).allMatch(line -> line.endsWith("}"));
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(Files.readString(err))
        .matches("glomers: 1-echo: interrupted, seeds run: \\d+, failed: 0\n");
    assertThat(process.exitValue()).isEqualTo(2);
  }

  @Test
  void unknownArgumentsGetAUsageLine() throws Exception {
    for (String[] wrong :
        new String[][] {
          {TARGET.resolve("glomers").toString(), "node", "no such part"},
          {TARGET.resolve("glomers").toString(), "node"},
          {TARGET.resolve("glomers").toString(), "nod"},
          {node("1-echo").toString(), "surplus"}
        }) {
      Result result = run(Map.of(), "", wrong);
      assertThat(result.err()).contains("usage: ").hasLineCount(1);
      assertThat(result.out()).isEmpty();
      assertThat(result.status()).isEqualTo(2);
    }
  }

  @Test
  void theEnvironmentOverridesAPartsFileAndASystemPropertyBoth() throws Exception {
    Map<String, String> environment = Map.of("GLOMERS_CHALLENGE", "unique-ids");
    assertThat(run(environment, INIT + GENERATE, node("1-echo").toString()).out())
        .contains("generate_ok");
    environment =
        Map.of("GLOMERS_CHALLENGE", "txn", "JAVA_TOOL_OPTIONS", "-Dglomers.challenge=unique-ids");
    assertThat(run(environment, INIT + GENERATE, node("1-echo").toString()).out())
        .contains("generate_ok");
  }

  @Test
  void aWrongPropertyStopsTheStartInOneLine() throws Exception {
    Map<String, String> parts =
        Map.of(
            "glomers.drain-timeout=soon", "1-echo",
            "glomers.drain-timout=1s", "1-echo",
            "glomers.gossip.retry-interval=0s", "3d-broadcast",
            "glomers.gossip.store-delay=-PT1S", "4-g-counter",
            "glomers.kafka.max-poll-entries=0", "5a-kafka",
            "glomers.txn.catch-up-timeout=-PT1S", "6c-txn");
    for (String wrong : parts.keySet()) {
      String jar = TARGET.resolve("quarkus-app/quarkus-run.jar").toString();
      String part = parts.get(wrong);
      Result result = run(Map.of(), "", java(), "-D" + wrong, "-jar", jar, "node", part);
      assertThat(result.err()).contains(wrong.replaceAll("=.*", "")).hasLineCount(1);
      assertThat(result.out()).isEmpty();
      assertThat(result.status()).isEqualTo(2);
    }
  }

  @Test
  void aSlipInTheNameOfAVariableStopsTheStartInOneLine() throws Exception {
    String name = "GLOMERS_KAFKA_REPLICATED_ACK";
    for (String[] command : new String[][] {{node("5c-kafka").toString()}, glomers("parts")}) {
      Result result = run(Map.of(name, "all"), "", command);
      assertThat(result).isEqualTo(new Result(2, "", "glomers: " + name + ": no such property\n"));
    }
  }

  @Test
  void everyPropertyMayBeAVariable() throws Exception {
    Map<String, String> variables =
        Map.of(
            "GLOMERS_PART_AGAIN_NEMESIS", "partition",
            "GLOMERS_PART_LIMIT_MSGS_PER_OP", "1",
            "GLOMERS_KAFKA_MAX_POLL_ENTRIES", "3",
            "GLOMERS_DRAIN_TIMEOUT", "2s");
    assertAnswers(run(variables, INIT + ECHO, node("1-echo").toString()));
  }

  @Test
  void aSlipInAPartsFileStopsItsSimulationToo() throws Exception {
    Path copy = copy("copy");
    Path file = copy.resolveSibling("config/application-1-echo.properties");
    Files.writeString(file, Files.readString(file) + "\nglomers.kafka.max-pol-entries=1\n");
    for (String[] command :
        new String[][] {
          {copy.resolve("nodes/1-echo").toString()},
          {copy.resolve("glomers").toString(), "simulate", "1"}
        }) {
      Result result = run(Map.of(), "", command);
      assertThat(result.err()).contains("glomers.kafka.max-pol-entries").hasLineCount(1);
      assertThat(result.status()).isNotZero();
    }
  }

  @Test
  void aMissingConfigurationIsToldInOneLine() throws Exception {
    Path copy = copy("copy");
    Files.delete(copy.resolveSibling("config/application.properties"));
    Result result = run(Map.of(), "", copy.resolve("nodes/1-echo").toString());
    assertThat(result.err()).contains("no config/application.properties").hasLineCount(1);
    assertThat(result.status()).isEqualTo(2);
  }

  @Test
  void quarkussProfileNamesThePartWhereNothingElseDoes() throws Exception {
    Map<String, String> variable = Map.of("QUARKUS_PROFILE", "1-echo");
    assertAnswers(run(variable, INIT + ECHO, glomers("node")));
    String jar = TARGET.resolve("quarkus-app/quarkus-run.jar").toString();
    String property = "-Dquarkus.profile=2-unique-ids";
    String[] command = {java(), property, "-jar", jar, "node"};
    assertThat(run(variable, INIT + GENERATE, command).out()).contains("generate_ok");
    assertAnswers(run(Map.of("QUARKUS_PROFILE", "6c-txn"), INIT + ECHO, node("1-echo").toString()));
  }

  private static Path node(String part) {
    return TARGET.resolve("nodes").resolve(part);
  }

  private static String[] glomers(String... arguments) {
    return Stream.concat(Stream.of(TARGET.resolve("glomers").toString()), Stream.of(arguments))
        .toArray(String[]::new);
  }

  private static String java() {
    return ProcessHandle.current().info().command().orElse("java");
  }

  /** What the build leaves, in another place. */
  private Path copy(String name) throws IOException {
    Path copy = elsewhere.resolve(name);
    for (String part : List.of("config", "target/glomers", "target/nodes", "target/quarkus-app")) {
      try (Stream<Path> files = Files.walk(PROJECT.resolve(part))) {
        for (Path file : (Iterable<Path>) files::iterator) {
          Path to = copy.resolve(PROJECT.relativize(file));
          Files.createDirectories(to.getParent());
          Files.copy(file, to);
        }
      }
    }
    return copy.resolve("target");
  }

  private static void assertAnswers(Result result) {
    assertReplies(result);
    assertThat(result.err()).isEmpty();
  }

  private static void assertReplies(Result result) {
    assertThat(result.out().lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("\"init_ok\"", "\"in_reply_to\":1"),
            line -> assertThat(line).contains("\"echo_ok\"", "\"in_reply_to\":2", "\"hello\""));
    assertThat(result.status()).isZero();
  }

  private record Result(int status, String out, String err) {}

  private Result run(Map<String, String> environment, String input, String... command)
      throws IOException, InterruptedException {
    Path in = Files.writeString(elsewhere.resolve("in"), input);
    Path out = elsewhere.resolve("out");
    Path err = elsewhere.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(elsewhere.toFile())
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
  }
}
